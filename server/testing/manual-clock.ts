import type { Clock } from "../proxy/clock.ts";

export interface ManualClock extends Clock {
  /** Moves time on and runs what has become due. */
  moveTo(instant: Date): void;
}

/** A clock that stands still until it is moved. */
export function createManualClock(start = new Date("2026-01-15T12:00:00Z")): ManualClock {
  let now = start;
  const due = new Set<{ instant: Date; action: () => void }>();
  return {
    now: () => now,
    at(instant, action) {
      const entry = { instant, action };
      due.add(entry);
      return () => due.delete(entry);
    },
    moveTo(instant) {
      now = instant;
      for (const entry of [...due]) {
        if (entry.instant > now) continue;
        due.delete(entry);
        entry.action();
      }
    },
  };
}
