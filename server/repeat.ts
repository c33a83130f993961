import { setTimeout as sleep } from "node:timers/promises";

export interface RepeatOptions {
  /** `isUrgent`: somebody has woken it. Who has to wait before the work tells by `begun` when it begins: who woke it until then is served by it. */
  work(isUrgent: boolean, begun: () => void): Promise<unknown>;
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
      const isUrgent = woken;
      woken = false;
      endWait = new AbortController();
      let delayMs = everyMs;
      try {
        await work(isUrgent, () => {
          woken = false;
        });
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

export interface LimitOptions {
  /** So many run at once. */
  most: number;
  /** No two begin within this time. */
  gapMs: number;
  /** Once it is aborted nothing waits any more for a gap. */
  signal: AbortSignal;
}

export interface Limit {
  /** Does `work` when it is its turn: in order, but what is urgent goes before all others. */
  run<T>(name: unknown, work: () => Promise<T>, isUrgent?: boolean): Promise<T>;
  /** What waits under `name` is urgent now. */
  hurry(name: unknown): void;
}

interface Place {
  name: unknown;
  isUrgent: boolean;
  begin: () => void;
}

export function createLimit({ most, gapMs, signal }: LimitOptions): Limit {
  let running = 0;
  let beginsAt = Number.NEGATIVE_INFINITY;
  let isGapAwaited = false;
  let waiting: Place[] = [];
  signal.addEventListener("abort", admit);
  return {
    async run(name, work, isUrgent = false) {
      await new Promise<void>((begin) => {
        queue({ name, isUrgent, begin });
        admit();
      });
      try {
        return await work();
      } finally {
        running--;
        admit();
      }
    },
    hurry(name) {
      const found = waiting.filter((each) => each.name === name && !each.isUrgent);
      waiting = waiting.filter((each) => !found.includes(each));
      for (const each of found) queue({ ...each, isUrgent: true });
    },
  };

  /** What is urgent stands after the urgent and before all others. */
  function queue(place: Place): void {
    const others = place.isUrgent ? waiting.findIndex((each) => !each.isUrgent) : -1;
    waiting.splice(others < 0 ? waiting.length : others, 0, place);
  }

  function admit(): void {
    while (running < most && waiting.length > 0) {
      const waitMs = signal.aborted ? 0 : beginsAt + gapMs - performance.now();
      if (waitMs > 0) {
        if (!isGapAwaited) setTimeout(endGap, waitMs).unref();
        isGapAwaited = true;
        return;
      }
      beginsAt = performance.now();
      running++;
      waiting.shift()?.begin();
    }
  }

  function endGap(): void {
    isGapAwaited = false;
    admit();
  }
}
