import type { KubeconfigUse } from "#lib/kubeconfig/index.ts";
import { logger } from "#lib/logger.ts";

/** Notes that a file is in use, at most once a minute for each: the list of files needs no more, and the database much less. */
export function createLastUse(write: (uses: readonly KubeconfigUse[]) => Promise<void>, everyMs = 60_000): (use: KubeconfigUse) => void {
  const noted = new Map<string, number>();
  return (use) => {
    const last = noted.get(use.kubeconfigId);
    const at = use.at.getTime();
    if (last !== undefined && at - last < everyMs) return;
    noted.set(use.kubeconfigId, at);
    write([use]).catch((error: unknown) => logger.warn({ err: error }, "the last use of a kubeconfig could not be noted"));
  };
}
