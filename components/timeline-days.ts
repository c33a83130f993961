import type { ActivityEvent } from "#lib/activity/schema.ts";
import { localInput } from "./ui/time-format.ts";

/** An event, and how many more of exactly its kind came just before it. */
export interface TimelineEntry {
  event: ActivityEvent;
  repeats: number;
}

export interface TimelineDay {
  /** "2026-11-27", in the person's time zone. */
  date: string;
  entries: TimelineEntry[];
}

/** Events, newest first, by the day of their beginning; those that say the same one after the other become one entry. */
export function timelineDays(events: readonly ActivityEvent[], timeZone: string): TimelineDay[] {
  const days: TimelineDay[] = [];
  for (const event of events) {
    const date = localInput(new Date(event.at), timeZone).slice(0, 10);
    const today = days.at(-1);
    if (today?.date !== date) days.push({ date, entries: [{ event, repeats: 0 }] });
    else {
      const newer = today.entries.at(-1);
      if (newer && saysTheSame(newer.event, event)) newer.repeats++;
      else today.entries.push({ event, repeats: 0 });
    }
  }
  return days;
}

/** Requests alone: two files, two sessions are never the same. */
function saysTheSame(one: ActivityEvent, other: ActivityEvent): boolean {
  return one.action.startsWith("request.") && sayingOf(one) === sayingOf(other);
}

function sayingOf({ action, actorLogin, environment, kubeconfigId, verb, resource, subresource, namespace, name, code, detail }: ActivityEvent): string {
  return JSON.stringify([action, actorLogin, environment?.id, kubeconfigId, verb, resource, subresource, namespace, name, code, detail?.message]);
}

/** Where a session lies in its day: from and until as parts of 24 hours, 0 to 1. One that began on the day before begins at 0. */
export function sessionSpan({ at, durationMs }: Pick<ActivityEvent, "at" | "durationMs">, timeZone: string): { from: number; until: number } {
  const [, hours = "0", minutes = "0"] = /T(\d\d):(\d\d)$/.exec(localInput(new Date(at), timeZone)) ?? [];
  const until = (Number(hours) * 60 + Number(minutes)) / 1440;
  return { from: Math.max(0, until - (durationMs ?? 0) / 86_400_000), until };
}
