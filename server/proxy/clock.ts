/** Time, as an argument: what ends at an instant can be tried without waiting for it. */
export interface Clock {
  now(): Date;
  /** Runs `action` once, as soon as `now()` has reached `instant`. Returns a function that calls it off. */
  at(instant: Date, action: () => void): () => void;
}

/** The longest delay that setTimeout takes; a longer one would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => new Date(),
  at(instant, action) {
    let timer: NodeJS.Timeout;
    const arm = () => {
      const remaining = instant.getTime() - Date.now();
      timer = setTimeout(remaining > longestDelayMs ? arm : fire, Math.max(0, Math.min(remaining, longestDelayMs)));
    };
    // Timers may fire a little early by the wall clock.
    const fire = () => (Date.now() < instant.getTime() ? arm() : action());
    arm();
    return () => clearTimeout(timer);
  },
};
