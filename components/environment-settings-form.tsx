"use client";

import { useState } from "react";
import type { EnvironmentSettingsView } from "#lib/environment-settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Checkbox } from "./ui/checkbox.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { toast } from "./ui/toast.tsx";

/** The switches of one environment, saved together. */
export function EnvironmentSettingsForm({ settings, action }: { settings: EnvironmentSettingsView; action: FormAction }) {
  const [start] = useState(settings);
  const readOnlyFault = readOnlyHindrance(settings);
  return (
    <Form action={action} onDone={() => toast(t("Saved."))}>
      <input type="hidden" name="id" value={start.id} />
      <Checkbox
        name="managesBindings"
        defaultChecked={start.managesBindings}
        label={t("Make the bindings of grants in this cluster")}
        hint={t(
          "Unticked, you bring your own RBAC: Drawbridge removes the bindings it has made and sends only groups that the cluster’s own bindings name. Each grant then says what to bind.",
        )}
      />
      <Checkbox
        name="connectAsCreate"
        defaultChecked={start.connectAsCreate}
        label={t("Roles for looking only open no shell")}
        hint={t(
          "exec, attach, port-forward and the proxies of pods, services and nodes need the right to create them, also where the cluster itself is content with get, as Kubernetes before 1.35 is. Drawbridge asks the cluster first. Untick it where a role is meant to read through a service’s proxy with get alone.",
        )}
      />
      <Checkbox
        name="readOnly"
        defaultChecked={start.readOnly}
        // What is on can always be switched off.
        disabled={readOnlyFault !== null && !start.readOnly}
        label={t("Read only through Drawbridge")}
        hint={
          readOnlyFault ??
          t(
            "Get, list and watch, whatever roles say, and no shell or port-forward. The cluster itself holds to it: not even a fault of Drawbridge could write.",
          )
        }
      />
      <div>
        <SubmitButton>{t("Save settings")}</SubmitButton>
      </div>
    </Form>
  );
}

function readOnlyHindrance({ impersonation }: EnvironmentSettingsView): string | null {
  if (impersonation === "constrained") return null;
  if (impersonation === null) return t("Drawbridge has not yet asked the cluster whether it can hold this; it does so when the cluster answers.");
  return t("This cluster cannot hold this: it has no constrained impersonation (Kubernetes 1.36 and later have it).");
}
