// kubectl prints a Warning header (RFC 7234 §5.5, code 299) with every command: a file tells of its end before it comes.
import type { TokenAccess } from "#lib/access/index.ts";

const warnBeforeMs = 3 * 24 * 60 * 60 * 1000;
const everyMs = 60 * 60 * 1000;

/** A function that gives the headers for one answer: empty but for a file that dies soon, and then at most once an hour. */
export function expiryWarnings(): (file: TokenAccess["file"], now: Date, homeUrl: () => string) => readonly string[] {
  const warnedAt = new Map<string, number>();
  return (file, now, homeUrl) => {
    if (file.expiresAt === null) return [];
    const left = file.expiresAt.getTime() - now.getTime();
    if (left > warnBeforeMs) return [];
    const last = warnedAt.get(file.id);
    if (last !== undefined && now.getTime() - last < everyMs) return [];
    warnedAt.set(file.id, now.getTime());
    return ["Warning", `299 - "the kubeconfig ${quotable(file.name)} expires in ${remaining(left)}; get a new one at ${homeUrl()}"`];
  };
}

function quotable(name: string): string {
  return name.replace(/[^\x20-\x7e]|["\\]/g, "?");
}

function remaining(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  if (hours >= 2) return `${hours} hours`;
  return `${Math.max(1, Math.floor(ms / 60_000))} minutes`;
}
