"use client";

import { useState } from "react";
import type { SettingsView } from "#lib/settings/schema.ts";
import { DurationField } from "./settings-duration.tsx";
import { Checkbox } from "./ui/checkbox.tsx";
import { Time } from "./ui/clock.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { toast } from "./ui/toast.tsx";

/** How long new kubeconfigs live. */
export function SettingsForm({ settings, action }: { settings: SettingsView; action: FormAction }) {
  // The fields keep what is typed into them, whatever a refresh of the page brings.
  const [start] = useState(settings);
  return (
    <Form action={action} onDone={() => toast("Saved. It holds for kubeconfigs made from now on.")}>
      <DurationField
        name="expiryDefaultSeconds"
        label="Default expiry"
        hint="What the dialog proposes; each person may choose another within the maximum."
        seconds={start.expiryDefaultSeconds}
        never
      />
      <DurationField name="expiryMaxSeconds" label="Longest expiry" hint="Nobody can choose a longer one." seconds={start.expiryMaxSeconds} />
      <Checkbox
        name="neverAllowed"
        defaultChecked={start.neverAllowed}
        label="Allow kubeconfigs that never expire"
        hint="Such a file gives access until someone revokes it. Whoever finds it has the access of its owner."
      />
      <div className="flex flex-wrap items-center gap-4">
        <SubmitButton>Save</SubmitButton>
        {settings.updatedAt !== null && (
          <p className="text-ink-soft">
            Last changed <Time at={settings.updatedAt} /> by <span className="font-mono">{settings.updatedBy}</span>
          </p>
        )}
      </div>
    </Form>
  );
}
