import type { Expiry } from "#lib/file-expiry/schema.ts";
import { type ExpirySettings, expiryPresets } from "#lib/settings/schema.ts";
import { catalogue, t } from "#lib/texts/index.ts";
import { formatDuration, formatInstant, localInstant } from "./ui/time-format.ts";

/** What a person has chosen, as it stands in the fields. `local`: a day and time as `<input type="datetime-local">` has it. `longest`: as long as may be. */
export type ChosenExpiry = { kind: "period"; seconds: number } | { kind: "never" } | { kind: "longest" } | { kind: "instant"; local: string };

interface BoundEnvironment {
  name: string;
  /** Null: the instance's maximum alone. */
  expiryMaxSeconds: number | null;
}

/** How long a file for some environments may live. */
export interface ExpiryLimit {
  seconds: number;
  neverAllowed: boolean;
  /** From when that counts, ISO 8601; null: from now. */
  madeAt: string | null;
  /** The environments by whose own maximum it is less than the settings allow; none when it is not. */
  because: readonly string[];
}

/**
 * A file lives as long as its longest-lived entry. So an environment's own maximum binds the whole file only where every other has one, too;
 * in a file with others that environment's entry ends sooner.
 */
export function expiryLimit(
  { expiryMaxSeconds, neverAllowed }: ExpirySettings,
  environments: readonly BoundEnvironment[],
  madeAt: string | null = null,
): ExpiryLimit {
  const own = environments.map((environment) => environment.expiryMaxSeconds ?? Number.POSITIVE_INFINITY);
  const longest = environments.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...own);
  const binds = longest < expiryMaxSeconds || (neverAllowed && Number.isFinite(longest));
  return {
    seconds: Math.min(longest, expiryMaxSeconds),
    neverAllowed: neverAllowed && !binds,
    madeAt,
    because: binds ? environments.map(({ name }) => name) : [],
  };
}

/** The last instant that the limit allows. */
export function latestEnd({ seconds, madeAt }: ExpiryLimit, now: Date): Date {
  return new Date((madeAt === null ? now.getTime() : Date.parse(madeAt)) + seconds * 1000);
}

export interface ExpiryMoment {
  now: Date;
  timeZone: string;
  /** The present end of a file that is extended, ISO 8601: only what ends later is a choice. */
  beyond?: string | null;
}

/** A preset that would give a file less than that is no choice: of one that was made a minute ago, each would give it a minute. */
const worthwhileSeconds = 3600;

/** What is offered beside the custom instant: the presets that the limit allows, and `usualSeconds` (null: nothing more) or as much of it as may be. */
export function expiryChoices(
  limit: ExpiryLimit,
  usualSeconds: number | null,
  { now, beyond = null }: Omit<ExpiryMoment, "timeZone">,
): { label: string; chosen: ChosenExpiry }[] {
  const room = (latestEnd(limit, now).getTime() - now.getTime()) / 1000;
  const presets = expiryPresets.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
  // Where the environments cut what was chosen, as much of it as may be is what stays chosen.
  const cut = limit.because.length > 0 ? [limit.seconds] : [];
  const usual = usualSeconds === null ? [] : [Math.min(usualSeconds, limit.seconds)];
  const offered = [...new Set(limit.madeAt === null ? [...presets, ...usual, ...cut] : presets)]
    .filter((seconds) => seconds <= room && (beyond === null || now.getTime() + (seconds - worthwhileSeconds) * 1000 >= Date.parse(beyond)))
    .toSorted((a, b) => a - b);
  return [
    ...offered.map((seconds) => ({ label: formatDuration(seconds), chosen: { kind: "period" as const, seconds } })),
    ...(limit.madeAt === null ? [] : [{ label: t("Longest"), chosen: { kind: "longest" as const } }]),
    ...(limit.neverAllowed ? [{ label: t("Never"), chosen: { kind: "never" as const } }] : []),
  ];
}

/** What was chosen as far as the limit allows, which may have become less since: another environment was ticked. */
export function withinLimit(chosen: ChosenExpiry, limit: ExpiryLimit): ChosenExpiry {
  if (chosen.kind === "never" && !limit.neverAllowed) return { kind: "period", seconds: limit.seconds };
  return chosen.kind === "period" ? { kind: "period", seconds: Math.min(chosen.seconds, limit.seconds) } : chosen;
}

/** What is asked of the server, and the end that comes of it (null: never); or what is wrong with it, in a sentence. */
export type ReadExpiry = { ok: true; expiry: Expiry; end: Date | null } | { ok: false; error: string };

/** Reads the fields at one moment. The server judges again by its own clock. */
export function readExpiry(chosen: ChosenExpiry, limit: ExpiryLimit, moment: ExpiryMoment): ReadExpiry {
  const { now } = moment;
  const within = withinLimit(chosen, limit);
  if (within.kind === "never") return { ok: true, expiry: null, end: null };
  if (within.kind === "period") {
    return { ok: true, expiry: { seconds: within.seconds }, end: new Date(now.getTime() + within.seconds * 1000) };
  }
  if (within.kind === "instant") return readInstant(within.local, limit, moment);
  const end = latestEnd(limit, now);
  return { ok: true, expiry: { until: end.toISOString() }, end };
}

/** A file that dies while it is being put into its place helps nobody. */
export const soonestSeconds = 5 * 60;

function readInstant(local: string, limit: ExpiryLimit, { now, timeZone, beyond = null }: ExpiryMoment): ReadExpiry {
  const refused = (error: string) => ({ ok: false as const, error });
  const latest = latestEnd(limit, now);
  const tooLate = t("At most until {latest} here: choose an earlier end.", { latest: formatInstant(latest, timeZone) });
  const over = t("That is over already: choose a later end.");
  // Browsers take years up to 275760, which no other form of a date has room for.
  const [, year] = /^(\d{4,6})-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.exec(local) ?? [];
  if (year === undefined) return refused(t("Give a day and a time."));
  if (year.length > 4) return refused(tooLate);
  if (Number(year) < 1970) return refused(over);
  const end = localInstant(local, timeZone);
  if (end === null) return refused(t("There is no such time on that day: the clocks go forward over it. Choose another."));
  if (end > latest) return refused(tooLate);
  if (end <= now) return refused(over);
  if (end.getTime() < now.getTime() + soonestSeconds * 1000)
    return refused(t("Choose an end at least {life} from now.", { life: formatDuration(soonestSeconds) }));
  if (beyond !== null && end.getTime() <= Date.parse(beyond)) return refused(t("It lives for so long already: choose a later end."));
  return { ok: true, expiry: { until: end.toISOString() }, end };
}

/** Why the limit is what it is, where that is not the settings' doing; null where it is. */
export function whyLimited({ because, seconds }: ExpiryLimit): string | null {
  const [only] = because;
  if (only === undefined) return null;
  const life = formatDuration(seconds);
  if (because.length === 1) return t("An administrator lets files for {only} live for {life} at most.", { only, life });
  return because.length <= 3
    ? t("An administrator lets files for {only} live for {life} at most.", { only: new Intl.ListFormat(catalogue()?.language ?? "en").format(because), life })
    : t("An administrator lets files for each of these {count} environments live for {life} at most.", { count: because.length, life });
}
