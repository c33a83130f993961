import { catalogue, t, tn } from "#lib/texts/index.ts";

/** "Fri 27 Nov 2026, 14:05" in `timeZone` (an IANA name); with `seconds` "Fri 27 Nov 2026, 14:05:09". */
export function formatInstant(at: Date, timeZone: string, { seconds = false } = {}): string {
  const parts = formatFor(timeZone, "instant").formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return `${part("weekday")} ${part("day")} ${part("month")} ${part("year")}, ${part("hour")}:${part("minute")}${seconds ? `:${part("second")}` : ""}`;
}

/** "14:05" in `timeZone`: where the day is said already. */
export function formatTimeOfDay(at: Date, timeZone: string): string {
  return formatFor(timeZone, "timeOfDay").format(at);
}

/** "Fri 27 Nov 2026" of "2026-11-27". */
export function formatDay(date: string): string {
  return formatInstant(new Date(`${date}T12:00:00Z`), "UTC").replace(/,.*$/, "");
}

/** An instant as `<input type="datetime-local">` has it, in `timeZone`: "2026-11-27T14:05". */
export function localInput(at: Date, timeZone: string): string {
  // Sweden writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at).replace(" ", "T");
}

/**
 * The instant of such a text, in `timeZone`. Of a time that comes twice, as the clocks go back, the first. Null: it is none, or it never comes, as
 * the clocks go forward over it.
 */
export function localInstant(local: string, timeZone: string): Date | null {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return null;
  // The zone's offsets a day before and after: where they differ, the clocks change between, and either may hold.
  const found = [asUtc - 86_400_000, asUtc + 86_400_000]
    .map((near) => asUtc - offsetAt(near, timeZone))
    // NaN beyond the years of four digits.
    .filter((at) => !Number.isNaN(at) && localInput(new Date(at), timeZone) === local.slice(0, 16));
  return found.length === 0 ? null : new Date(Math.min(...found));
}

/** How far a zone's clocks are ahead of UTC, in ms. */
function offsetAt(at: number, timeZone: string): number {
  return Date.parse(`${localInput(new Date(at), timeZone)}Z`) - Math.floor(at / 60_000) * 60_000;
}

const shapes = {
  instant: { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  timeOfDay: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
} as const;

/** By language, zone and shape: to make one takes longer than to format a hundred instants with it, and a table of a thousand rows has thousands. */
const formats = new Map<string, Intl.DateTimeFormat>();
/** A cookie says the zone, and there are three thousand. */
const formatsMax = 100;

function formatFor(timeZone: string, shape: keyof typeof shapes): Intl.DateTimeFormat {
  const language = catalogue()?.language ?? "en-GB";
  const key = `${language} ${timeZone} ${shape}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, { timeZone, ...shapes[shape] });
  if (formats.size >= formatsMax) formats.clear();
  formats.set(key, format);
  return format;
}

const units = [
  { name: "year", seconds: 365 * 86400 },
  { name: "day", seconds: 86400 },
  { name: "hour", seconds: 3600 },
  { name: "minute", seconds: 60 },
] as const;

/** A length of time in its largest unit that fits at least twice, rounded down: "30 days", "47 hours", "1 year". */
export function formatDuration(seconds: number): string {
  const whole = units.find((unit) => seconds % unit.seconds === 0 && seconds >= unit.seconds && unit.name !== "minute");
  const unit = whole ?? units.find((candidate) => seconds >= 2 * candidate.seconds) ?? units[3];
  const count = Math.max(Math.floor(seconds / unit.seconds), 0);
  return inUnits(unit.name, count);
}

/** "in 30 days", "2 hours ago", "now", seen from `now`. */
export function formatRelative(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 60) return seconds > 0 ? t("in less than a minute") : t("just now");
  // Half a unit more, so that "in 30 days" is still said some seconds after the choice.
  const unit = units.find((candidate) => distance >= 2 * candidate.seconds - 60) ?? units[3];
  const count = Math.floor((distance + 60) / unit.seconds);
  return seconds > 0 ? ahead(unit.name, count) : ago(unit.name, count);
}

type Unit = (typeof units)[number]["name"];

function inUnits(unit: Unit, count: number): string {
  if (unit === "year") return tn(count, "{count} year", "{count} years");
  if (unit === "day") return tn(count, "{count} day", "{count} days");
  return unit === "hour" ? tn(count, "{count} hour", "{count} hours") : tn(count, "{count} minute", "{count} minutes");
}

function ahead(unit: Unit, count: number): string {
  if (unit === "year") return tn(count, "in {count} year", "in {count} years");
  if (unit === "day") return tn(count, "in {count} day", "in {count} days");
  return unit === "hour" ? tn(count, "in {count} hour", "in {count} hours") : tn(count, "in {count} minute", "in {count} minutes");
}

function ago(unit: Unit, count: number): string {
  if (unit === "year") return tn(count, "{count} year ago", "{count} years ago");
  if (unit === "day") return tn(count, "{count} day ago", "{count} days ago");
  return unit === "hour" ? tn(count, "{count} hour ago", "{count} hours ago") : tn(count, "{count} minute ago", "{count} minutes ago");
}
