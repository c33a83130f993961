// By what the check knows that it has reached this very Drawbridge, and the gateway that an upgrade is the check's. Both hold the instance key.
import { createHmac } from "node:crypto";
import { config } from "../config.ts";
import { deriveKey, equalInConstantTime, instanceKey } from "../secrets.ts";

/** Where the check asks, by GET and by upgrade. */
export const checkPath = "/api/external-url-check";
/** Longer than the longest silence that is tried. */
const upgradeLifeMs = 15 * 60_000;

/** Answers a challenge of 32 hex digits as only this instance can; null for anything else. */
export function answerChallenge(challenge: string): string | null {
  return /^[0-9a-f]{32}$/.test(challenge) ? sign("answer", challenge) : null;
}

/** The target of an upgrade that the gateway takes until some minutes from `now`. */
export function upgradeTarget(now: Date): string {
  const until = String(now.getTime() + upgradeLifeMs);
  return `${checkPath}?until=${until}&proof=${sign("upgrade", until)}`;
}

/** Whether an upgrade's target is one that this instance has made itself and that still counts. */
export function isUpgradeTarget(target: string, now: Date): boolean {
  const [, until = "", proof = ""] = /^\/api\/external-url-check\?until=(\d{13})&proof=([0-9a-f]{64})$/.exec(target) ?? [];
  return until !== "" && Number(until) > now.getTime() && equalInConstantTime(proof, sign("upgrade", until));
}

/** One purpose cannot be had by asking for the other. */
function sign(purpose: "answer" | "upgrade", text: string): string {
  const key = deriveKey(instanceKey(config().dataDir), "external URL check");
  return createHmac("sha256", key).update(`${purpose} ${text}`).digest("hex");
}
