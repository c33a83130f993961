"use client";

import { useState } from "react";
import type { SettingsView } from "#lib/settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import { DurationField } from "./settings-duration.tsx";
import { SettingOrigin } from "./settings-origin.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SaveButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";
import { toast } from "./ui/toast.tsx";

/** How many files people may have, when unused ones end, and how long renewed ones overlap. */
export function FileSettingsForm({ settings, action }: { settings: SettingsView; action: FormAction }) {
  const [start] = useState(settings);
  return (
    <Form action={action} onDone={() => toast(t("Saved."))}>
      <Field
        name="filesPerUserMax"
        label={t("Kubeconfigs per person")}
        hint={
          <>
            {t("Only those that still work count.")}
            <SettingOrigin of="filesPerUserMax" changes={settings.changes} />
          </>
        }
        className="w-full sm:w-72"
      >
        <Input inputMode="numeric" autoComplete="off" defaultValue={String(start.filesPerUserMax)} className="w-28! tabular-nums" />
      </Field>
      <DurationField
        name="fileIdleSeconds"
        label={t("End kubeconfigs that are unused for")}
        hint={
          <>
            {t("Their owners make new ones when they come back. Looked at once an hour.")}
            <SettingOrigin of="fileIdleSeconds" changes={settings.changes} />
          </>
        }
        seconds={start.fileIdleSeconds}
        presets={idlePresets}
        never={t("Never end them")}
      />
      <DurationField
        name="renewGraceSeconds"
        label={t("After a renewal the old tokens work for")}
        hint={
          <>
            {t("Time to put the new file where the old one was.")}
            <SettingOrigin of="renewGraceSeconds" changes={settings.changes} />
          </>
        }
        seconds={start.renewGraceSeconds}
        presets={gracePresets}
      />
      <SaveButton>{t("Save limits")}</SaveButton>
    </Form>
  );
}

const day = 86_400;
const idlePresets = [
  { label: t("30 days"), seconds: 30 * day },
  { label: t("90 days"), seconds: 90 * day },
  { label: t("180 days"), seconds: 180 * day },
];
const gracePresets = [
  { label: t("No time at all"), seconds: 0 },
  { label: t("1 hour"), seconds: 3600 },
  { label: t("1 day"), seconds: day },
];
