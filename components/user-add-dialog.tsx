"use client";

import { useState } from "react";
import { t } from "#lib/texts/index.ts";
import type { CreatedUser } from "#lib/users/schema.ts";
import { useAddressAsk } from "./ui/address-ask.ts";
import { Button } from "./ui/button.tsx";
import { Checkbox } from "./ui/checkbox.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";
import { RadioGroup } from "./ui/radio-group.tsx";
import { toast } from "./ui/toast.tsx";
import { InvitationLink } from "./user-invitation.tsx";

/** Adds a person, and shows the invitation link if there is one. */
export function UserAddDialog({ action }: { action: FormAction<CreatedUser> }) {
  const [open, setOpen] = useState(false);
  const [created, setCreated] = useState<CreatedUser | null>(null);
  const invitation = created?.invitation ?? null;
  const change = (next: boolean) => {
    setOpen(next);
    if (next) setCreated(null);
    else forgetAsked();
  };
  const forgetAsked = useAddressAsk("open", (what) => what === "add" && change(true));
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button tone="primary" shortcut="c">
          {t("Add user")}
        </Button>
      }
      title={created && invitation ? t("{login} is added", { login: created.user.login }) : t("Add a user")}
    >
      {created && invitation ? (
        <InvitationLink login={created.user.login} invitation={invitation} />
      ) : (
        <AddForm
          action={action}
          onDone={(added) => {
            setCreated(added);
            if (added.invitation) return;
            change(false);
            toast(t("{login} is added and chooses an own password at the first sign-in.", { login: added.user.login }));
          }}
        />
      )}
    </Dialog>
  );
}

function AddForm({ action, onDone }: { action: FormAction<CreatedUser>; onDone: (created: CreatedUser) => void }) {
  const [way, setWay] = useState("invitation");
  return (
    <Form action={action} onDone={onDone}>
      <Field name="login" label={t("Login")} hint={t("They sign in with it, and clusters know them by it. It cannot be changed later.")}>
        <Input mono autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={64} />
      </Field>
      <Field name="displayName" label={t("Name")}>
        <Input autoComplete="off" maxLength={100} />
      </Field>
      <RadioGroup
        name="way"
        label={t("First sign-in")}
        value={way}
        onChange={setWay}
        choices={[
          { value: "invitation", label: t("Invitation link"), hint: t("A link that works once; they choose a password of their own.") },
          { value: "password", label: t("Initial password"), hint: t("You choose it and tell them; they must change it at once.") },
        ]}
      />
      {way === "password" && (
        <Field name="initialPassword" label={t("Initial password")} hint={t("At least 12 characters: a few unrelated words are good.")}>
          <Input type="password" autoComplete="new-password" />
        </Field>
      )}
      <Checkbox
        name="isAdmin"
        label={t("Administrator of Drawbridge")}
        hint={t("Manages environments, people and access. Gives no right in any cluster, but they could grant themselves one.")}
      />
      <div className="flex justify-end">
        <SubmitButton>{t("Add user")}</SubmitButton>
      </div>
    </Form>
  );
}
