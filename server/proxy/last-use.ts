import type { KubeconfigUse } from "#lib/kubeconfig/index.ts";
import { logger } from "#lib/logger.ts";

export type NoteUse = (kubeconfigId: string, at: Date, client: () => Pick<KubeconfigUse, "address" | "client">) => void;

/** Notes that a file is in use, at most once a minute for each: the list of files needs no more, and the database much less. */
export function createLastUse(write: (uses: readonly KubeconfigUse[]) => Promise<void>, everyMs = 60_000): NoteUse {
  const noted = new Map<string, number>();
  return (kubeconfigId, at, client) => {
    const last = noted.get(kubeconfigId);
    if (last !== undefined && at.getTime() - last < everyMs) return;
    noted.set(kubeconfigId, at.getTime());
    write([{ kubeconfigId, at, ...client() }]).catch((error: unknown) => logger.warn({ err: error }, "the last use of a kubeconfig could not be noted"));
  };
}
