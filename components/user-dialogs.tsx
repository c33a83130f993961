"use client";

import { useState } from "react";
import { t, tn } from "#lib/texts/index.ts";
import type { UserView } from "#lib/users/schema.ts";
import { Consequences, type WhatEndsAction } from "./consequences.tsx";
import { SecondFactorsChoice } from "./second-factors-choice.tsx";
import { Checkbox } from "./ui/checkbox.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";
import { toast } from "./ui/toast.tsx";
import { undoBy } from "./ui/undo.ts";
import { type Invitation, InvitationDialog } from "./user-invitation.tsx";

/** The server actions on one person. */
export interface UserActions {
  update: FormAction;
  /** Of several, `ids`. */
  setDisabled: FormAction;
  /** Of several, `userIds`. */
  endSessions: FormAction;
  remove: FormAction;
  inviteAgain: FormAction<Invitation>;
  resetPassword: FormAction<Invitation>;
  whatEnds: WhatEndsAction;
}

export type UserQuestion = "edit" | "invite" | "reset" | "disable" | "enable" | "delete";

/** Asks before something is done with `user`, as they were when it was asked: the list behind may already show the result. */
export function UserDialogs({
  user,
  question,
  onClose,
  actions,
}: {
  user: UserView;
  question: UserQuestion | null;
  onClose: () => void;
  actions: UserActions;
}) {
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const control = (which: UserQuestion) => ({ open: question === which, onOpenChange: onClose });
  const { id, login } = user;
  const fields = { id };
  const ending = { of: { kind: "users" as const, ids: [id] }, ask: actions.whatEnds };
  return (
    <>
      <EditDialog {...control("edit")} user={user} action={actions.update} />
      <ConfirmDialog
        {...control("invite")}
        title={t("Invite {login} again?", { login })}
        confirm={t("Invite {login} again", { login })}
        tone="primary"
        action={actions.inviteAgain}
        fields={fields}
        onDone={setInvitation}
      >
        <p>{t("The link that they have stops working, and you get a new one.")}</p>
      </ConfirmDialog>
      <ConfirmDialog
        {...control("reset")}
        title={t("Reset the password of {login}?", { login })}
        confirm={t("Reset password of {login}", { login })}
        action={actions.resetPassword}
        fields={fields}
        onDone={setInvitation}
      >
        <p>{t("Their password stops working and they are signed out everywhere; you get a link by which they choose another.")}</p>
        <Checkbox
          name="endsFiles"
          label={t("End the kubeconfigs of {login}, too", { login })}
          hint={t("{userLiveKubeconfigs} If the password may have been in wrong hands, these may be, too: they stop working within seconds, for good.", {
            userLiveKubeconfigs: inUse(user.liveKubeconfigs),
          })}
        />
        <SecondFactorsChoice
          factors={user.secondFactors}
          label={t("Take the second factors of {login} away, too", { login })}
          hint={t("Whoever knew the password may have added one. The new password alone signs them in then, and they are told.")}
        />
      </ConfirmDialog>
      <InvitationDialog login={login} invitation={invitation} onClose={() => setInvitation(null)} />
      <ConfirmDialog
        {...control("disable")}
        title={t("Disable {login}?", { login })}
        confirm={t("Disable {login}", { login })}
        action={actions.setDisabled}
        fields={{ ids: id, disabled: "on" }}
        done={t("{login} is disabled.", { login })}
        undo={undoBy(actions.setDisabled, { ids: id })}
      >
        <p>
          {t(
            "They are signed out, and their kubeconfigs stop working within seconds, open watches and shells included. Enabled again, all of it works as before.",
          )}
        </p>
        <Consequences {...ending} none={t("Nothing ends now: {login} has no working file, and is not signed in.", { login })} />
      </ConfirmDialog>
      <ConfirmDialog
        {...control("enable")}
        title={t("Enable {login}?", { login })}
        confirm={t("Enable {login}", { login })}
        tone="primary"
        action={actions.setDisabled}
        fields={{ ids: id }}
        done={t("{login} is enabled.", { login })}
      >
        <p>{t("They can sign in again, and those of their kubeconfigs that have not expired or been revoked work again.")}</p>
      </ConfirmDialog>
      <ConfirmDialog
        {...control("delete")}
        title={t("Delete {login}?", { login })}
        confirm={t("Delete {login}", { login })}
        action={actions.remove}
        fields={fields}
        done={t("{login} is deleted.", { login })}
      >
        <p>
          {t(
            "They are signed out, and their kubeconfigs stop working within seconds, for good: these cannot come back. Their grants and team memberships go, too; the audit keeps what they did. Someone who gets the same login later is a new person.",
          )}
        </p>
        <Consequences {...ending} none={t("Nothing ends now: {login} has no working file, and is not signed in.", { login })} />
      </ConfirmDialog>
    </>
  );
}

function inUse(count: number): string {
  if (count === 0) return t("None is in use now.");
  return tn(count, "One is in use, and goes on working otherwise.", "{count} are in use, and go on working otherwise.");
}

function EditDialog({ user, action, open, onOpenChange }: { user: UserView; action: FormAction; open: boolean; onOpenChange: () => void }) {
  const { id, login, displayName, isAdmin } = user;
  const done = () => {
    onOpenChange();
    toast(t("{login} is saved.", { login }), undoBy(action, { id, displayName, ...(isAdmin && { isAdmin: "on" }) }));
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("Edit {login}", { login })} width="narrow">
      <Form action={action} onDone={done}>
        <input type="hidden" name="id" value={id} />
        <Field name="displayName" label={t("Name")}>
          <Input defaultValue={displayName} autoComplete="off" maxLength={100} />
        </Field>
        <Checkbox
          name="isAdmin"
          defaultChecked={isAdmin}
          label={t("Administrator of Drawbridge")}
          hint={t("Manages environments, people and access. Gives no right in any cluster, but they could grant themselves one.")}
        />
        <div className="flex justify-end">
          <SubmitButton>{t("Save")}</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
