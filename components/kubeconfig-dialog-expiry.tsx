"use client";

import { useState } from "react";
import { t } from "#lib/texts/index.ts";
import {
  type ChosenExpiry,
  type ExpiryLimit,
  expiryChoices,
  latestEnd,
  type ReadExpiry,
  readExpiry,
  soonestSeconds,
  whyLimited,
  withinLimit,
} from "./kubeconfig-expiry.ts";
import { Callout } from "./ui/callout.tsx";
import { useClock } from "./ui/clock.tsx";
import { Field } from "./ui/field.tsx";
import { Input } from "./ui/input.tsx";
import { Segmented } from "./ui/radio-group.tsx";
import { formatInstant, formatRelative, localInput } from "./ui/time-format.ts";

const custom = "custom";

/** When the file ends: a preset, or any day and time that the limit allows, and the exact instant that comes of it. */
export function ExpiryField({
  limit,
  usualSeconds = null,
  beyond = null,
  chosen,
  onChange,
  error,
}: {
  limit: ExpiryLimit;
  /** Offered beside the presets; null: nothing more. */
  usualSeconds?: number | null;
  /** The present end of a file that is extended, ISO 8601: only what ends later is proposed. */
  beyond?: string | null;
  chosen: ChosenExpiry;
  onChange: (chosen: ChosenExpiry) => void;
  error: string | undefined;
}) {
  const { now, timeZone } = useClock();
  // What was typed waits for a return from a preset.
  const [typed, setTyped] = useState<string | null>(null);
  const choices = expiryChoices(limit, usualSeconds, { now, beyond }).map((choice) => ({ ...choice, value: keyOf(choice.chosen) }));
  const within = withinLimit(chosen, limit);
  const read = readExpiry(chosen, limit, { now, timeZone, beyond });
  const latest = latestEnd(limit, now);

  const choose = (value: string) => {
    const local = typed ?? localInput(read.ok && read.end !== null ? read.end : latest, timeZone);
    onChange(choices.find((choice) => choice.value === value)?.chosen ?? { kind: "instant", local });
  };
  const type = (local: string) => {
    setTyped(local);
    onChange({ kind: "instant", local });
  };
  const why = whyLimited(limit);
  return (
    <div className="flex flex-col gap-2">
      <Segmented label={t("Expires")} value={keyOf(within)} onChange={choose} choices={[...choices, { value: custom, label: t("Custom") }]} />
      {why !== null && <p className="text-ink-soft [overflow-wrap:anywhere]">{why}</p>}
      {within.kind === "instant" ? (
        <Field
          label={t("Day and time")}
          error={error ?? (read.ok ? undefined : read.error)}
          hint={t("Your time, {timeZone}; at most until {latest}.", { timeZone, latest: formatInstant(latest, timeZone) })}
        >
          <Input
            type="datetime-local"
            value={within.local}
            min={localInput(new Date(now.getTime() + (soonestSeconds + 60) * 1000), timeZone)}
            max={localInput(latest, timeZone)}
            onChange={(event) => type(event.target.value)}
            className="max-w-60 tabular-nums"
          />
        </Field>
      ) : (
        error !== undefined && (
          <p role="alert" tabIndex={-1} className="text-bad">
            {error}
          </p>
        )
      )}
      <ShownEnd read={read} now={now} timeZone={timeZone} />
    </div>
  );
}

function ShownEnd({ read, now, timeZone }: { read: ReadExpiry; now: Date; timeZone: string }) {
  if (!read.ok) return null;
  const { end } = read;
  if (end === null) {
    return (
      <Callout tone="warn">
        <p>{t("This file never expires. Whoever gets hold of it has your rights until somebody revokes it.")}</p>
      </Callout>
    );
  }
  return (
    <p className="text-ink-soft" title={t("{end} UTC", { end: formatInstant(end, "UTC") })}>
      <time dateTime={end.toISOString()} className="text-ink tabular-nums">
        {formatInstant(end, timeZone)}
      </time>
      , {formatRelative(end, now)}
      <span className="sr-only"> {t("({end} UTC)", { end: formatInstant(end, "UTC") })}</span>
    </p>
  );
}

function keyOf(chosen: ChosenExpiry): string {
  if (chosen.kind === "period") return String(chosen.seconds);
  return chosen.kind === "instant" ? custom : chosen.kind;
}
