import { InvalidInput } from "../errors.ts";
import type { SettingsView } from "../settings/schema.ts";

/** The instant at which a file issued `now` dies, or null for never. Throws InvalidInput when the settings allow no such life. */
export function expiryOf(seconds: number | null, settings: SettingsView, now: Date): Date | null {
  if (seconds === null) {
    if (!settings.neverAllowed) throw new InvalidInput("expirySeconds", "Files that never expire are not allowed here: choose a period.");
    return null;
  }
  if (seconds > settings.expiryMaxSeconds) {
    throw new InvalidInput("expirySeconds", `A file may live for ${inWords(settings.expiryMaxSeconds)} at most: choose a shorter period.`);
  }
  return new Date(now.getTime() + seconds * 1000);
}

function inWords(seconds: number): string {
  const units = [
    { unit: "day", size: 86_400 },
    { unit: "hour", size: 3600 },
    { unit: "minute", size: 60 },
  ];
  const { unit, size } = units.find((candidate) => seconds % candidate.size === 0) ?? { unit: "second", size: 1 };
  return `${seconds / size} ${unit}${seconds === size ? "" : "s"}`;
}
