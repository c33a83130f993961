import { logger } from "#lib/logger.ts";

export type StopStep = readonly [what: string, stop: () => unknown];

/** Runs `steps` one after the other. One that fails, or takes longer than `limitMs`, is logged and keeps no later one from its turn. */
export async function stopInOrder(steps: readonly StopStep[], limitMs = 10_000): Promise<void> {
  for (const [what, stop] of steps) {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not stopped after ${limitMs} ms`)), limitMs);
    });
    try {
      await Promise.race([stop(), late]);
    } catch (error) {
      logger.error({ err: error, what }, "could not be stopped in order");
    } finally {
      clearTimeout(timer);
    }
  }
}
