"use client";

import { useState } from "react";
import { expiryPresets, type SettingsView } from "#lib/settings/schema.ts";
import { Callout } from "./ui/callout.tsx";
import { useClock } from "./ui/clock.tsx";
import { Field } from "./ui/field.tsx";
import { Input } from "./ui/input.tsx";
import { Segmented } from "./ui/radio-group.tsx";
import { formatDuration, formatInstant, formatRelative } from "./ui/time-format.ts";

export type ExpirySettings = Pick<SettingsView, "expiryDefaultSeconds" | "expiryMaxSeconds" | "neverAllowed">;

const custom = "custom";
const never = "never";

/** How long the file lives: presets up to the maximum, any number of days up to it, and the exact instant that comes of it. */
export function ExpiryField({
  settings,
  seconds,
  onChange,
  error,
}: {
  settings: ExpirySettings;
  seconds: number | null;
  onChange: (seconds: number | null) => void;
  error: string | undefined;
}) {
  const { now, timeZone } = useClock();
  const choices = expiryChoices(settings);
  const [isCustom, setIsCustom] = useState(() => !choices.some((choice) => choice.value === choiceOf(seconds)));
  const [days, setDays] = useState(() => (seconds === null ? "" : String(Math.round((seconds / 86_400) * 100) / 100)));
  const end = seconds === null ? null : new Date(now.getTime() + seconds * 1000);

  const choose = (value: string) => {
    setIsCustom(value === custom);
    if (value === never) onChange(null);
    else if (value !== custom) onChange(Number(value));
    else if (seconds === null) onChange(Math.min(30 * 86_400, settings.expiryMaxSeconds));
    if (value === custom && days === "") setDays("30");
  };
  const type = (text: string) => {
    setDays(text);
    const typed = Number(text);
    if (text !== "" && Number.isFinite(typed) && typed > 0) onChange(Math.max(Math.round(typed * 86_400), 60));
  };
  const tooLong = seconds !== null && seconds > settings.expiryMaxSeconds ? `At most ${formatDuration(settings.expiryMaxSeconds)} here.` : undefined;

  return (
    <div className="flex flex-col gap-2">
      <Segmented label="Expires" value={isCustom ? custom : choiceOf(seconds)} onChange={choose} choices={[...choices, { value: custom, label: "Custom" }]} />
      {isCustom && (
        <Field label="Days" labelHidden error={error ?? tooLong}>
          <span className="flex items-center gap-2">
            <Input
              type="number"
              inputMode="decimal"
              min={0}
              step="any"
              value={days}
              onChange={(event) => type(event.target.value)}
              className="w-28! tabular-nums"
            />
            days, at most {formatDuration(settings.expiryMaxSeconds)}
          </span>
        </Field>
      )}
      {!isCustom && error !== undefined && (
        <p role="alert" className="text-bad">
          {error}
        </p>
      )}
      {end === null ? (
        <Callout tone="warn">
          <p>This file never expires. Whoever gets hold of it has your rights until somebody revokes it.</p>
        </Callout>
      ) : (
        <p className="text-ink-soft" title={`${formatInstant(end, "UTC")} UTC`}>
          <time dateTime={end.toISOString()} className="text-ink tabular-nums">
            {formatInstant(end, timeZone)}
          </time>
          , {formatRelative(end, now)}
          <span className="sr-only"> ({formatInstant(end, "UTC")} UTC)</span>
        </p>
      )}
    </div>
  );
}

function expiryChoices({ expiryDefaultSeconds, expiryMaxSeconds, neverAllowed }: ExpirySettings): { value: string; label: string }[] {
  const allowed = expiryPresets.filter(({ seconds }) => (seconds === null ? neverAllowed : seconds <= expiryMaxSeconds));
  const choices = allowed.map(({ label, seconds }) => ({ value: choiceOf(seconds), label, seconds: seconds ?? Number.POSITIVE_INFINITY }));
  if (expiryDefaultSeconds !== null && !choices.some((choice) => choice.seconds === expiryDefaultSeconds)) {
    choices.push({ value: choiceOf(expiryDefaultSeconds), label: formatDuration(expiryDefaultSeconds), seconds: expiryDefaultSeconds });
  }
  return choices.toSorted((a, b) => a.seconds - b.seconds);
}

function choiceOf(seconds: number | null): string {
  return seconds === null ? never : String(seconds);
}
