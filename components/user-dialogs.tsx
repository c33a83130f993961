"use client";

import { useState } from "react";
import type { UserView } from "#lib/users/schema.ts";
import { Checkbox } from "./ui/checkbox.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";
import { type Invitation, InvitationDialog } from "./user-invitation.tsx";

/** The server actions on one person. */
export interface UserActions {
  update: FormAction;
  setDisabled: FormAction;
  remove: FormAction;
  inviteAgain: FormAction<Invitation>;
  resetPassword: FormAction<Invitation>;
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
  return (
    <>
      <EditDialog {...control("edit")} user={user} action={actions.update} />
      <ConfirmDialog
        {...control("invite")}
        title={`Invite ${login} again?`}
        confirm={`Invite ${login} again`}
        tone="primary"
        action={actions.inviteAgain}
        fields={fields}
        onDone={setInvitation}
      >
        <p>The link that they have stops working, and you get a new one.</p>
      </ConfirmDialog>
      <ConfirmDialog
        {...control("reset")}
        title={`Reset the password of ${login}?`}
        confirm={`Reset password of ${login}`}
        action={actions.resetPassword}
        fields={fields}
        onDone={setInvitation}
      >
        <p>
          Their password stops working and they are signed out everywhere; you get a link by which they choose another.{" "}
          {user.liveKubeconfigs > 0 && `Their ${files(user.liveKubeconfigs)} on working: revoke what may be in wrong hands.`}
        </p>
      </ConfirmDialog>
      <InvitationDialog login={login} invitation={invitation} onClose={() => setInvitation(null)} />
      <ConfirmDialog
        {...control("disable")}
        title={`Disable ${login}?`}
        confirm={`Disable ${login}`}
        action={actions.setDisabled}
        fields={{ ...fields, disabled: "on" }}
        done={`${login} is disabled.`}
      >
        <p>They are signed out and within seconds {stops(user.liveKubeconfigs)}, open watches and shells included. Enabled again, all of it works as before.</p>
      </ConfirmDialog>
      <ConfirmDialog
        {...control("enable")}
        title={`Enable ${login}?`}
        confirm={`Enable ${login}`}
        tone="primary"
        action={actions.setDisabled}
        fields={fields}
        done={`${login} is enabled.`}
      >
        <p>They can sign in again, and those of their kubeconfigs that have not expired or been revoked work again.</p>
      </ConfirmDialog>
      <ConfirmDialog
        {...control("delete")}
        title={`Delete ${login}?`}
        confirm={`Delete ${login}`}
        action={actions.remove}
        fields={fields}
        done={`${login} is deleted.`}
      >
        <p>
          They are signed out and within seconds {stops(user.liveKubeconfigs)}, for good. Their grants and team memberships go, too; the audit keeps what they
          did. Someone who gets the same login later is a new person.
        </p>
      </ConfirmDialog>
    </>
  );
}

function files(count: number): string {
  return count === 1 ? "kubeconfig goes" : `${count} kubeconfigs go`;
}

function stops(count: number): string {
  if (count === 0) return "have no access (no kubeconfig of theirs is in use)";
  return count === 1 ? "their kubeconfig stops working" : `their ${count} kubeconfigs stop working`;
}

function EditDialog({ user, action, open, onOpenChange }: { user: UserView; action: FormAction; open: boolean; onOpenChange: () => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`Edit ${user.login}`} width="narrow">
      <Form action={action} onDone={onOpenChange}>
        <input type="hidden" name="id" value={user.id} />
        <Field name="displayName" label="Name">
          <Input defaultValue={user.displayName} autoComplete="off" maxLength={100} />
        </Field>
        <Checkbox
          name="isAdmin"
          defaultChecked={user.isAdmin}
          label="Administrator of Drawbridge"
          hint="Manages environments, people and access. Gives no right in any cluster, but they could grant themselves one."
        />
        <div className="flex justify-end">
          <SubmitButton>Save</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
