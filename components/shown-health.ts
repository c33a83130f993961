import type { HealthView } from "#lib/environments/schema.ts";
import type { ShownHealth } from "./home-query.ts";

/** Every environment is asked each 30 s; what is older than this was seen by a Drawbridge that then stopped, or does not get through. */
const freshMs = 120_000;
/** How long an answer is waited for on an open page. */
const patienceMs = 45_000;

/** What is to be said of an environment: what is not fresh is being checked, and not known when no answer comes in time. `waitingSince` in ms. */
export function shownHealth({ state, checkedAt }: HealthView, now: number, waitingSince: number): ShownHealth {
  if (state === "disabled") return "disabled";
  if (checkedAt !== null && state !== "unknown" && now - Date.parse(checkedAt) < freshMs) return state;
  return now - waitingSince < patienceMs ? "checking" : "unknown";
}
