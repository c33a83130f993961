// kubectl prints a Warning header (RFC 7234 §5.5, code 299) with every command: a file tells of its end before it comes.
import type { TokenAccess } from "#lib/access/index.ts";
import { renewUrl } from "./file-end.ts";

const warnBeforeMs = 3 * 24 * 60 * 60 * 1000;
/** A file for eight hours would else be warned of from the start. */
const warnLastPart = 0.2;
const everyMs = 60 * 60 * 1000;

/** A function that gives the headers for one answer: empty but for a file that dies soon, and then at most once an hour for each file. */
export function expiryWarnings(): (token: TokenAccess, now: Date, homeUrl: () => string) => readonly string[] {
  const warnedAt = new Map<string, number>();
  return (token, now, homeUrl) => {
    const { file, expiresAt } = token;
    if (expiresAt === null || !isNear(token, expiresAt, now)) return [];
    const last = warnedAt.get(file.id);
    if (last !== undefined && now.getTime() - last < everyMs) return [];
    // In order of time: the oldest, which say nothing any more, come first.
    warnedAt.delete(file.id);
    warnedAt.set(file.id, now.getTime());
    for (const [id, at] of warnedAt) {
      if (now.getTime() - at < everyMs) break;
      warnedAt.delete(id);
    }
    return ["Warning", `299 - "${sentence(token, expiresAt.getTime() - now.getTime())} renew it at ${renewUrl(homeUrl(), file.id)}"`];
  };
}

/** The last fifth of the token's life, at most three days; what was replaced by a renewal is always near its end. */
function isNear({ createdAt, replacedAt }: TokenAccess, expiresAt: Date, now: Date): boolean {
  const leftMs = expiresAt.getTime() - now.getTime();
  return replacedAt !== null || leftMs <= Math.min(warnBeforeMs, (expiresAt.getTime() - createdAt.getTime()) * warnLastPart);
}

function sentence({ file, environmentName, expiresAt, replacedAt }: TokenAccess, leftMs: number): string {
  const name = quotable(file.name);
  if (replacedAt !== null) return `a newer copy of the kubeconfig ${name} exists and this one ends in ${remaining(leftMs)}; use that one, or`;
  const isAlone = file.expiresAt === null || (expiresAt !== null && file.expiresAt > expiresAt);
  return `${isAlone ? `the access to ${quotable(environmentName)} of the kubeconfig ${name}` : `the kubeconfig ${name}`} expires in ${remaining(leftMs)};`;
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
