import { setTimeout as sleep } from "node:timers/promises";

export interface RepeatOptions {
  work(): Promise<unknown>;
  everyMs: number;
  /** After a failure: the first wait, doubled up to the longest. */
  retryMs: { first: number; longest: number };
  signal: AbortSignal;
  onError(error: unknown): void;
}

export interface Repeat {
  /** Runs the work at once, or once more when it is at it. */
  wake(): void;
  /** Resolves when `signal` has ended it and no work is under way. */
  done: Promise<void>;
}

/** Does one thing again and again, never twice at the same time, starting now. */
export function repeat({ work, everyMs, retryMs, signal, onError }: RepeatOptions): Repeat {
  let woken = false;
  let endWait = new AbortController();
  return {
    wake() {
      woken = true;
      endWait.abort();
    },
    done: run(),
  };

  async function run(): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      woken = false;
      endWait = new AbortController();
      let delayMs = everyMs;
      try {
        await work();
        failures = 0;
      } catch (error) {
        onError(error);
        delayMs = Math.min(retryMs.first * 2 ** failures++, retryMs.longest);
      }
      // Rejects when woken or ended, which is what is wanted.
      if (!woken) await sleep(delayMs, undefined, { signal: AbortSignal.any([signal, endWait.signal]), ref: false }).catch(() => {});
    }
  }
}

/** At most `most` of what goes through it run at once; the others wait their turn. */
export function createLimit(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      // The place is handed on, not freed: nobody can slip in between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
