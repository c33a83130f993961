"use client";

import { useState } from "react";
import { t } from "#lib/texts/index.ts";
import { Field } from "./ui/field.tsx";
import { Input } from "./ui/input.tsx";

/** A password to be. It can be looked at instead of typed twice. */
export function NewPasswordField({ name, label }: { name: string; label: string }) {
  const [shown, setShown] = useState(false);
  return (
    <Field name={name} label={label} hint={t("At least 12 characters. A few unrelated words are good.")}>
      <span className="relative">
        <Input type={shown ? "text" : "password"} autoComplete="new-password" autoCapitalize="none" spellCheck={false} className="pr-16!" />
        <button
          type="button"
          aria-pressed={shown}
          aria-label={t("Show the password")}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-1 right-1 rounded-control px-2.5 text-ink-soft text-small hover:bg-sunken hover:text-ink"
        >
          {shown ? t("Hide") : t("Show")}
        </button>
      </span>
    </Field>
  );
}
