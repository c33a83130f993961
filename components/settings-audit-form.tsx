"use client";

import { useState } from "react";
import type { SettingsView } from "#lib/settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import { SettingOrigin } from "./settings-origin.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SaveButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";
import { toast } from "./ui/toast.tsx";

/** How long the audit is kept, and how large it may grow. */
export function AuditSettingsForm({ settings, action }: { settings: SettingsView; action: FormAction }) {
  const [start] = useState(settings);
  return (
    <Form action={action} onDone={() => toast(t("Saved."))}>
      <Field
        name="auditRetentionDays"
        label={t("Keep events for, in days")}
        hint={
          <>
            {t("Older ones are deleted, some at a time.")}
            <SettingOrigin of="auditRetentionDays" changes={settings.changes} />
          </>
        }
        className="w-full sm:w-72"
      >
        <Input inputMode="numeric" autoComplete="off" defaultValue={String(start.auditRetentionDays)} className="w-28! tabular-nums" />
      </Field>
      <Field
        name="auditMegabytesMax"
        label={t("At most, in megabytes")}
        hint={
          <>
            {t("Of the whole database, nearly all of which is audit. The oldest events go first. A million take about 800.")}
            <SettingOrigin of="auditMegabytesMax" changes={settings.changes} />
          </>
        }
        className="w-full sm:w-72"
      >
        <Input inputMode="numeric" autoComplete="off" defaultValue={String(start.auditMegabytesMax)} className="w-28! tabular-nums" />
      </Field>
      <SaveButton>{t("Save retention")}</SaveButton>
    </Form>
  );
}
