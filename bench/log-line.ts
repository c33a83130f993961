import { readLog } from "#e2e/cluster/processes.ts";
import { waitUntil } from "#e2e/cluster/wait-until.ts";

/** Where the next start of a process begins to write. */
export function endOfLog(stateDir: string, name: string): number {
  return readLog(stateDir, name).length;
}

/** What a process says of its address once it listens: the group of `pattern` in its log behind the first `from` characters. */
export async function addressOf(stateDir: string, name: string, pattern: RegExp, from = 0): Promise<string> {
  const find = () => pattern.exec(readLog(stateDir, name).slice(from))?.[1];
  await waitUntil(stateDir, name, async () => find() !== undefined, 30_000);
  return find() ?? "";
}
