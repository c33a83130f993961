const freeTries = 5;
const longestSeconds = 60;
const forgottenAfterMs = 15 * 60 * 1000;

/**
 * Slows guessing of the set-up code. Kept in memory, as a restart makes a new code anyway, and for all callers together, as an attacker
 * who has many addresses must not get many times the tries: nobody else is kept from working by it.
 */
export function delayedTries() {
  let failures = 0;
  let lastFailedAt = 0;
  return {
    fail(now: Date): void {
      if (now.getTime() - lastFailedAt > forgottenAfterMs) failures = 0;
      failures++;
      lastFailedAt = now.getTime();
    },
    /** 0 when a try is free now. */
    waitSeconds(now: Date): number {
      if (failures < freeTries) return 0;
      const delay = Math.min(2 ** (failures - freeTries), longestSeconds);
      return Math.max(0, Math.ceil(delay - (now.getTime() - lastFailedAt) / 1000));
    },
  };
}
