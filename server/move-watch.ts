// A move to PostgreSQL takes everything that this process has written, also what it writes last: it asks us to stop, and begins when we have.
import type { logger as processLogger } from "#lib/logger.ts";
import { isMoveUnderWay } from "#lib/move/index.ts";

const everyMs = 1000;

/** Calls `stop` once, within a second of a move's being announced on `dataDir`. A look that fails is logged, once, and made again. */
export function watchForMove({ dataDir, logger, stop }: { dataDir: string; logger: Pick<typeof processLogger, "warn">; stop(): void }): { stop(): void } {
  let hasFailed = false;
  const look = () => {
    try {
      return isMoveUnderWay(dataDir);
    } catch (error) {
      if (!hasFailed) logger.warn({ err: error }, "cannot see whether the database is being moved");
      hasFailed = true;
      return false;
    }
  };
  const timer = setInterval(() => {
    if (!look()) return;
    clearInterval(timer);
    logger.warn("the database is being moved to PostgreSQL; stopping");
    stop();
  }, everyMs).unref();
  return { stop: () => clearInterval(timer) };
}
