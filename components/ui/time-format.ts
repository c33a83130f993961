/** "Fri 27 Nov 2026, 14:05" in `timeZone` (an IANA name). */
export function formatInstant(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return `${part("weekday")} ${part("day")} ${part("month")} ${part("year")}, ${part("hour")}:${part("minute")}`;
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
  return `${count} ${unit.name}${count === 1 ? "" : "s"}`;
}

/** "in 30 days", "2 hours ago", "now", seen from `now`. */
export function formatRelative(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 60) return seconds > 0 ? "in less than a minute" : "just now";
  // Half a unit more, so that "in 30 days" is still said some seconds after the choice.
  const unit = units.find((candidate) => distance >= 2 * candidate.seconds - 60) ?? units[3];
  const count = Math.floor((distance + 60) / unit.seconds);
  const text = `${count} ${unit.name}${count === 1 ? "" : "s"}`;
  return seconds > 0 ? `in ${text}` : `${text} ago`;
}
