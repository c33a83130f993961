import { readFileSync } from "node:fs";

/** How many files and sockets this process may have open (Node has raised it to the hard limit at its start); null where nobody can tell. */
export function descriptorLimit(): number | null {
  try {
    const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return soft === undefined || soft === "unlimited" ? null : Number(soft);
  } catch {
    return null;
  }
}

/** For the database, the log, the pages' files and what else is opened for a moment. */
const reserved = 200;

/** How many clients' connections `limit` descriptors allow: each may need a second one, to its API server. */
export function connectionsMaxOf(limit: number | null): number {
  return limit === null ? unlimitedMax : Math.max(10, Math.min(unlimitedMax, Math.floor((limit - reserved) / 2)));
}

/** At some 100 KB of memory each, more than a process is made for. */
const unlimitedMax = 50_000;
