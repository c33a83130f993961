import { InvalidInput } from "../errors.ts";
import type { ExpirySettings } from "../settings/schema.ts";
import { t, tn } from "../texts/index.ts";
import type { Expiry } from "./schema.ts";

const shortestLifeMs = 60_000;

/** The instant at which a file issued `now` dies, or null for never. Throws InvalidInput when the settings allow no such life. */
export function expiryOf(expiry: Expiry, { neverAllowed, expiryMaxSeconds }: ExpirySettings, now: Date): Date | null {
  if (expiry === null) {
    if (!neverAllowed) throw new InvalidInput("expiry", t("Files that never expire are not allowed here: choose a period."));
    return null;
  }
  if ("until" in expiry) return requireSoonEnough(new Date(expiry.until), { expiryMaxSeconds, now });
  if (expiry.seconds > expiryMaxSeconds) {
    throw new InvalidInput("expiry", t("A file may live for {life} at most: choose a shorter period.", { life: inWords(expiryMaxSeconds) }));
  }
  return new Date(now.getTime() + expiry.seconds * 1000);
}

function requireSoonEnough(end: Date, { expiryMaxSeconds, now }: { expiryMaxSeconds: number; now: Date }): Date {
  if (end.getTime() < now.getTime() + shortestLifeMs) throw new InvalidInput("expiry", t("That is over, or less than a minute away: choose a later end."));
  const limit = new Date(now.getTime() + expiryMaxSeconds * 1000);
  if (end <= limit) return end;
  throw new InvalidInput(
    "expiry",
    t("A file may live for {life} at most, until {limit}: choose an earlier end.", {
      life: inWords(expiryMaxSeconds),
      limit: utc(limit),
    }),
  );
}

/**
 * A period is cut to what the environments allow; an instant is a promise. Throws InvalidInput when none of the tokens would live until the one
 * that was asked for.
 */
export function requirePromisedEnd(expiry: Expiry, tokenEnds: readonly (Date | null)[]): void {
  if (expiry === null || !("until" in expiry)) return;
  const promised = new Date(expiry.until);
  if (tokenEnds.some((end) => end === null || end >= promised)) return;
  const latest = new Date(Math.max(...tokenEnds.map((end) => end?.getTime() ?? 0)));
  throw new InvalidInput(
    "expiry",
    t("An administrator lets files for these environments live until {latest} at most: choose an earlier end.", { latest: utc(latest) }),
  );
}

/**
 * When a token dies whose file lives until `fileEnd`: a token lives at most its environment's maximum from when it was made. Null: never,
 * which no environment with a maximum allows.
 */
export function tokenEndOf(fileEnd: Date | null, { madeAt, expiryMaxSeconds }: { madeAt: Date; expiryMaxSeconds: number | null }): Date | null {
  return expiryMaxSeconds === null ? fileEnd : earlier(fileEnd, new Date(madeAt.getTime() + expiryMaxSeconds * 1000));
}

/** Null is never, and so the later one of any two. */
export function earlier(a: Date | null, b: Date): Date {
  return a !== null && a < b ? a : b;
}

export function utc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

export function inWords(seconds: number): string {
  if (seconds % 86_400 === 0) return tn(seconds / 86_400, "{count} day", "{count} days");
  if (seconds % 3600 === 0) return tn(seconds / 3600, "{count} hour", "{count} hours");
  return seconds % 60 === 0 ? tn(seconds / 60, "{count} minute", "{count} minutes") : tn(seconds, "{count} second", "{count} seconds");
}
