"use client";

import { useState } from "react";
import type { MaximumAnswer } from "#lib/file-expiry/schema.ts";
import type { SettingsView } from "#lib/settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import { DurationField } from "./settings-duration.tsx";
import { ExistingFilesQuestion } from "./settings-existing-files.tsx";
import { SettingOrigin } from "./settings-origin.tsx";
import { Checkbox } from "./ui/checkbox.tsx";
import { Form, SaveButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { toast } from "./ui/toast.tsx";

/** How long new kubeconfigs live. A lowered maximum asks what becomes of those that exist. */
export function ExpirySettingsForm({ settings, action }: { settings: SettingsView; action: FormAction<MaximumAnswer> }) {
  // The fields keep what is typed into them, whatever a refresh of the page brings.
  const [start] = useState(settings);
  const [exceeding, setExceeding] = useState(0);
  const answer = ({ saved, exceeding: count }: MaximumAnswer) => {
    setExceeding(saved ? 0 : count);
    if (saved) toast(t("Saved. It holds for kubeconfigs made from now on."));
  };
  return (
    <Form action={action} onDone={answer}>
      <DurationField
        name="expiryDefaultSeconds"
        label={t("Default expiry")}
        hint={
          <>
            {t("What the dialog proposes; each person may choose another within the maximum.")}
            <SettingOrigin of="expiryDefaultSeconds" changes={settings.changes} />
          </>
        }
        seconds={start.expiryDefaultSeconds}
        never={t("Never")}
      />
      <DurationField
        name="expiryMaxSeconds"
        label={t("Longest expiry")}
        hint={
          <>
            {t("Nobody can choose a longer one.")}
            <SettingOrigin of="expiryMaxSeconds" changes={settings.changes} />
          </>
        }
        seconds={start.expiryMaxSeconds}
      />
      <Checkbox
        name="neverAllowed"
        defaultChecked={start.neverAllowed}
        label={t("Allow kubeconfigs that never expire")}
        hint={
          <>
            {t("Such a file gives access until someone revokes it. Whoever finds it has the access of its owner.")}
            <SettingOrigin of="neverAllowed" changes={settings.changes} />
          </>
        }
      />
      {exceeding > 0 && <ExistingFilesQuestion exceeding={exceeding} />}
      <SaveButton>{t("Save expiry")}</SaveButton>
    </Form>
  );
}
