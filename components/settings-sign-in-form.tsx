"use client";

import { useState } from "react";
import type { SettingsView } from "#lib/settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import { SettingOrigin } from "./settings-origin.tsx";
import { Checkbox } from "./ui/checkbox.tsx";
import { Form, SaveButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { toast } from "./ui/toast.tsx";

/** What administrators must show at sign-in. */
export function SignInSettingsForm({ settings, action }: { settings: SettingsView; action: FormAction }) {
  const [start] = useState(settings.adminsNeedSecondFactor);
  return (
    <Form action={action} onDone={() => toast(t("Saved."))}>
      <Checkbox
        name="adminsNeedSecondFactor"
        defaultChecked={start}
        label={t("Administrators need a second factor")}
        hint={
          <>
            {t("Until they have set up a passkey or an authenticator app, they can do nothing else, not even read.")}
            <SettingOrigin of="adminsNeedSecondFactor" changes={settings.changes} />
          </>
        }
      />
      <SaveButton>{t("Save sign-in")}</SaveButton>
    </Form>
  );
}
