"use client";

import { useState } from "react";
import type { SettingsView } from "#lib/settings/schema.ts";
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
    <Form action={action} onDone={() => toast("Saved.")}>
      <Field
        name="filesPerUserMax"
        label="Kubeconfigs per person"
        hint={
          <>
            Only those that still work count.
            <SettingOrigin of="filesPerUserMax" changes={settings.changes} />
          </>
        }
        className="w-full sm:w-72"
      >
        <Input inputMode="numeric" autoComplete="off" defaultValue={String(start.filesPerUserMax)} className="w-28! tabular-nums" />
      </Field>
      <DurationField
        name="fileIdleSeconds"
        label="End kubeconfigs that are unused for"
        hint={
          <>
            Their owners make new ones when they come back. Looked at once an hour.
            <SettingOrigin of="fileIdleSeconds" changes={settings.changes} />
          </>
        }
        seconds={start.fileIdleSeconds}
        presets={idlePresets}
        never="Never end them"
      />
      <DurationField
        name="renewGraceSeconds"
        label="After a renewal the old tokens work for"
        hint={
          <>
            Time to put the new file where the old one was.
            <SettingOrigin of="renewGraceSeconds" changes={settings.changes} />
          </>
        }
        seconds={start.renewGraceSeconds}
        presets={gracePresets}
      />
      <SaveButton>Save limits</SaveButton>
    </Form>
  );
}

const day = 86_400;
const idlePresets = [
  { label: "30 days", seconds: 30 * day },
  { label: "90 days", seconds: 90 * day },
  { label: "180 days", seconds: 180 * day },
];
const gracePresets = [
  { label: "No time at all", seconds: 0 },
  { label: "1 hour", seconds: 3600 },
  { label: "1 day", seconds: day },
];
