// Rows of requests that nobody known has made. Anyone can send them, so they are written at a measure: the first ones of each minute from an
// address, and how many more there were.

export interface StrangerRows {
  /** Null: not to be written. Otherwise how many were not, since the last that was. */
  take(address: string, now: Date): { leftOut: number } | null;
}

interface Window {
  startedAt: number;
  written: number;
  leftOut: number;
}

const windowMs = 60_000;
/** Addresses that are told apart; all others share one measure. */
const addressesMax = 1000;

export function createStrangerRows(perMinute = 100): StrangerRows {
  const windows = new Map<string, Window>();

  function windowOf(address: string, now: number): Window {
    const found = windows.get(address);
    if (found) return found;
    // Old ones go all at once: a pass now and then, not one for each row.
    if (windows.size >= addressesMax) for (const [key, { startedAt }] of windows) if (now - startedAt >= windowMs) windows.delete(key);
    if (windows.size >= addressesMax && address !== "") return windowOf("", now);
    const window = { startedAt: now, written: 0, leftOut: 0 };
    windows.set(address, window);
    return window;
  }

  return {
    take(address, at) {
      const now = at.getTime();
      const window = windowOf(address, now);
      if (now - window.startedAt >= windowMs) Object.assign(window, { startedAt: now, written: 0 });
      if (window.written >= perMinute) {
        window.leftOut++;
        return null;
      }
      window.written++;
      const { leftOut } = window;
      window.leftOut = 0;
      return { leftOut };
    },
  };
}
