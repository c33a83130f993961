"use client";

import { useState } from "react";
import type { GrantChoiceView, GrantView } from "#lib/access/schema.ts";
import { t } from "#lib/texts/index.ts";
import { GrantRights } from "./grant-rights.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { toast } from "./ui/toast.tsx";
import { undoBy } from "./ui/undo.ts";

/** Changes role and namespaces of a grant. Somebody else's access, or access elsewhere, is another grant. */
export function EditGrantDialog({
  grant: startGrant,
  environments,
  action,
  onClose,
}: {
  grant: GrantView;
  environments: readonly GrantChoiceView[];
  action: FormAction;
  onClose: () => void;
}) {
  // As it was when the dialog opened: a list that is refreshed meanwhile changes nothing of what is being typed.
  const [grant] = useState(startGrant);
  const { id, subject, environment } = grant;
  const done = () => {
    onClose();
    toast(t("The grant is saved."), undoBy(action, grantFields(grant)));
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("Edit access of {name} in {environment}", { name: subject.name, environment: environment.name })}
      description={t("What it no longer gives is gone with the next request.")}
    >
      <Form action={action} onDone={done}>
        <input type="hidden" name="id" value={id} />
        <GrantRights environment={environments.find((each) => each.id === environment.id)} start={grant} />
        <div className="flex justify-end">
          <SubmitButton>{t("Save")}</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}

/** A grant as the forms send it. */
export function grantFields({ id, subject, environment, clusterRole, namespaces }: GrantView) {
  return {
    ...{ id, clusterRole, subject: `${subject.kind}:${subject.id}`, environmentId: String(environment.id) },
    ...{ scope: namespaces === null ? "all" : "listed", namespaces: namespaces?.join(" ") ?? "" },
  };
}
