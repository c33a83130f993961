"use client";

import { useEffect, useState } from "react";
import { type AuditEventView, type AuditFilter, followedAuditSchema } from "#lib/audit/schema.ts";
import { auditQuery } from "./audit-address.ts";
import { watchPresence } from "./ui/presence.ts";

/** `away`: nobody looks. `lost`: no answer, asked again. `ended`: the session has ended, or the right to see this. */
export type FollowState = "off" | "on" | "away" | "lost" | "ended";

const everyMs = 1500;
const afterFailureMs = 5000;

interface Following {
  query: string;
  /** Where the page's own list ends. */
  position: number;
  onEvents: (events: AuditEventView[], skipped: number) => void;
  onState: (state: FollowState) => void;
}

/** While `live`, hands each new event that passes `filter` to `onEvents`, newest first; that has to stay the same function. */
export function useFollowedAudit({
  live,
  filter,
  position,
  onEvents,
}: Omit<Following, "query" | "onState"> & { live: boolean; filter: AuditFilter }): FollowState {
  const [state, setState] = useState<FollowState>("off");
  const query = auditQuery(filter);
  useEffect(() => {
    if (live) return follow({ query, position, onEvents, onState: setState });
    setState("off");
  }, [live, query, position, onEvents]);
  return state;
}

/** Asks until the function that it returns is called, or the session ends. */
function follow({ query, position, onEvents, onState }: Following): () => void {
  const presence = watchPresence();
  const ending = new AbortController();
  let at = position;
  let timer = setTimeout(ask, everyMs);
  onState("on");

  async function ask(): Promise<void> {
    const next = presence.isHere() ? await read(`/api/audit/events?${query}&position=${at}`, ending.signal) : "away";
    if (ending.signal.aborted) return;
    if (typeof next === "string") onState(next);
    else {
      at = next.position;
      if (next.events.length + next.skipped > 0) onEvents(next.events, next.skipped);
      onState("on");
    }
    if (next !== "ended") timer = setTimeout(ask, next === "lost" ? afterFailureMs : everyMs);
  }

  return () => {
    ending.abort();
    clearTimeout(timer);
    presence.stop();
  };
}

async function read(address: string, signal: AbortSignal) {
  try {
    const answer = await fetch(address, { signal, cache: "no-store" });
    if (answer.status === 401 || answer.status === 403) return "ended";
    return answer.ok ? followedAuditSchema.parse(await answer.json()) : "lost";
  } catch {
    return "lost"; // no connection, or an answer of something in between
  }
}
