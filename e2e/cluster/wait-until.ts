import { setTimeout as delay } from "node:timers/promises";
import { isRunning, readLog, recordedProcesses } from "./processes.ts";

/**
 * Polls until `check` is true. Throws with the end of the process's log when it died or when `timeoutMs` passed.
 * An error thrown by `check` means "not yet".
 */
export async function waitUntil(stateDir: string, processName: string, check: () => Promise<boolean>, timeoutMs = 90_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let reason = "";
  while (performance.now() < deadline) {
    const record = recordedProcesses(stateDir).findLast((each) => each.name === processName);
    if (record === undefined || !isRunning(record)) throw new Error(failure(stateDir, processName, "ended"));
    try {
      if (await check()) return;
    } catch (error) {
      reason = String(error);
    }
    await delay(100);
  }
  throw new Error(failure(stateDir, processName, `was not ready in ${timeoutMs / 1000} s ${reason}`));
}

function failure(stateDir: string, processName: string, what: string): string {
  const logEnd = readLog(stateDir, processName).trimEnd().split("\n").slice(-15).join("\n");
  return `${processName} ${what}; its log in ${stateDir}/log ends with:\n${logEnd}`;
}
