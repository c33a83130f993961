"use client";

import { type ReactNode, useState } from "react";
import { expiryPresets } from "#lib/settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Field } from "./ui/field.tsx";
import { Input } from "./ui/input.tsx";
import { Select } from "./ui/select.tsx";

const units = [
  { value: "86400", label: t("days") },
  { value: "3600", label: t("hours") },
  { value: "60", label: t("minutes") },
];

interface Preset {
  label: string;
  seconds: number;
}

const usualPresets = expiryPresets.flatMap(({ label, seconds }) => (seconds === null ? [] : [{ label, seconds }]));

/** `never`, or seconds as a text; `other` while a length of one's own is typed. */
function presetOf(seconds: number | null, presets: readonly Preset[]): string {
  if (seconds === null) return "never";
  return presets.some((preset) => preset.seconds === seconds) ? String(seconds) : "other";
}

/** A length of time: one of the usual ones or any other. Sends `name` (seconds, `never` or `other`), `<name>Count` and `<name>Unit`. */
export function DurationField({
  name,
  label,
  hint,
  seconds,
  presets = usualPresets,
  never,
}: {
  name: string;
  label: string;
  hint: ReactNode;
  seconds: number | null;
  /** The usual lengths. */
  presets?: readonly Preset[];
  /** What “never” is called here, if it can be chosen. */
  never?: string;
}) {
  const [preset, setPreset] = useState(presetOf(seconds, presets));
  const options = [
    ...presets.map((candidate) => ({ value: String(candidate.seconds), label: candidate.label })),
    ...(never === undefined ? [] : [{ value: "never", label: never }]),
  ];
  const shown = seconds ?? 30 * 86400;
  const unit = units.find((candidate) => shown % Number(candidate.value) === 0) ?? units[2];
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Field name={name} label={label} hint={hint} className="w-full sm:w-72">
        <Select name={name} options={[...options, { value: "other", label: t("Other…") }]} value={preset} onChange={setPreset} />
      </Field>
      {preset === "other" && (
        <div className="grid w-full grid-cols-2 gap-2 sm:w-60 sm:pt-6.5">
          <Field name={`${name}Count`} label={t("{label}: number", { label })} labelHidden>
            <Input inputMode="numeric" autoComplete="off" defaultValue={String(shown / Number(unit?.value ?? 60))} className="tabular-nums" />
          </Field>
          <Field name={`${name}Unit`} label={t("{label}: unit", { label })} labelHidden>
            <Select name={`${name}Unit`} options={units} defaultValue={unit?.value ?? "86400"} />
          </Field>
        </div>
      )}
    </div>
  );
}
