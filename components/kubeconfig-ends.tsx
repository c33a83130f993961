"use client";

import { t } from "#lib/texts/index.ts";
import { useClock } from "./ui/clock.tsx";
import { rich } from "./ui/rich.ts";
import { formatInstant, formatRelative } from "./ui/time-format.ts";

interface BoundEnvironment {
  name: string;
  expiryMaxSeconds: number | null;
}

const namedMax = 5;

/**
 * Which environments end sooner than a file that lives until `end` (null = never), and when: an administrator has set a maximum there.
 * `madeAt`: when the tokens were made, for a file that is extended; ISO 8601.
 */
export function EarlierEnds({ environments, end: fileEnd, madeAt }: { environments: readonly BoundEnvironment[]; end: Date | null; madeAt?: string }) {
  const { now, timeZone } = useClock();
  const start = madeAt === undefined ? now.getTime() : Date.parse(madeAt);
  const early = environments.flatMap(({ name, expiryMaxSeconds }) => {
    if (expiryMaxSeconds === null) return [];
    const end = new Date(start + expiryMaxSeconds * 1000);
    return fileEnd === null || end < fileEnd ? [{ name, end }] : [];
  });
  if (early.length === 0) return null;
  return (
    <ul aria-label={t("Environments that end sooner")} className="flex flex-col gap-0.5 text-ink-soft">
      {early.slice(0, namedMax).map(({ name, end }) => (
        <li key={name} title={t("{end} UTC", { end: formatInstant(end, "UTC") })}>
          {rich("{name} ends sooner: {end}, {end2}", {
            name: <span className="font-mono text-ink">{name}</span>,
            end: (
              <time dateTime={end.toISOString()} className="text-ink tabular-nums">
                {formatInstant(end, timeZone)}
              </time>
            ),
            end2: formatRelative(end, now),
          })}
        </li>
      ))}
      {early.length > namedMax && <li>{t("and {count} more end sooner, each by its own maximum.", { count: early.length - namedMax })}</li>}
    </ul>
  );
}
