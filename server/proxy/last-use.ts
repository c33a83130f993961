import type { KubeconfigUse } from "#lib/kubeconfig/index.ts";
import { logger } from "#lib/logger.ts";
import { sparsely } from "../sparsely.ts";

export type NoteUse = (kubeconfigId: string, at: Date, client: () => Pick<KubeconfigUse, "address" | "client">) => void;

/** Notes that a file is in use, at most once a minute for each: the list of files needs no more, and the database much less. */
export function createLastUse(write: (uses: readonly KubeconfigUse[]) => Promise<void>, everyMs = 60_000): NoteUse {
  const noted = new Map<string, number>();
  let last: unknown;
  const tell = sparsely(60_000, (times) => logger.warn({ times, err: last }, "the last use of a kubeconfig could not be noted"));
  return (kubeconfigId, at, client) => {
    const before = noted.get(kubeconfigId);
    if (before !== undefined && at.getTime() - before < everyMs) return;
    noted.set(kubeconfigId, at.getTime());
    write([{ kubeconfigId, at, ...client() }]).catch((error: unknown) => {
      last = error;
      tell();
    });
  };
}
