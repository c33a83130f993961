"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { classNames } from "./class-names.ts";
import { rememberPreference, timeZoneCookie } from "./preferences.ts";
import { formatInstant, formatRelative, formatTimeOfDay } from "./time-format.ts";

const Clock = createContext({ now: 0, timeZone: "UTC" });

/** Gives the page one present moment, moved on each half minute, and the person's time zone. `now` in ms since 1970. */
export function ClockProvider({ now: startNow, timeZone: startTimeZone, children }: { now: number; timeZone: string; children: ReactNode }) {
  const [clock, setClock] = useState({ now: startNow, timeZone: startTimeZone });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server has just made, seen from an older moment, would lie in the future.
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    rememberPreference(timeZoneCookie, timeZone);
    const tick = () => setClock({ now: Date.now(), timeZone });
    tick();
    const timer = setInterval(tick, 30_000);
    return () => clearInterval(timer);
  }, [startNow]);
  return <Clock value={clock}>{children}</Clock>;
}

/** The present moment and the person's time zone. */
export function useClock(): { now: Date; timeZone: string } {
  const { now, timeZone } = useContext(Clock);
  return { now: new Date(now), timeZone };
}

/**
 * An instant: `relative` ("in 30 days", the instant on hover and for screen readers), `instant` ("Fri 27 Nov 2026, 14:05"), `second` (that with its seconds), `both`, or `time` ("14:05", the instant on hover).
 * `at` is ISO 8601. Local time; UTC on hover.
 */
export function Time({ at, as = "relative" }: { at: string; as?: "relative" | "instant" | "second" | "both" | "time" }) {
  const { now, timeZone } = useClock();
  const instant = new Date(at);
  const seconds = as === "second";
  const isShort = as === "relative" || as === "time";
  const local = formatInstant(instant, timeZone, { seconds });
  const utc = `${formatInstant(instant, "UTC", { seconds })} UTC`;
  const relative = formatRelative(instant, now);
  return (
    <time dateTime={at} title={isShort ? `${local} (${utc})` : utc} className={classNames("tabular-nums", as !== "both" && "whitespace-nowrap")}>
      {as === "relative" && relative}
      {as === "time" && formatTimeOfDay(instant, timeZone)}
      {(as === "instant" || as === "second") && local}
      {as === "both" && `${local}, ${relative}`}
      <span className="sr-only">{isShort ? ` (${local}, ${utc})` : ` (${utc})`}</span>
    </time>
  );
}
