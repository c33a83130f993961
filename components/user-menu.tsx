"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import type { UserView } from "#lib/users/schema.ts";
import { Button } from "./ui/button.tsx";
import { Checkbox } from "./ui/checkbox.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";
import { Menu, MenuItem, MenuSeparator } from "./ui/menu.tsx";
import { type Invitation, InvitationDialog } from "./user-invitation.tsx";

/** The server actions on one person. */
export interface UserActions {
  update: FormAction;
  setDisabled: FormAction;
  remove: FormAction;
  inviteAgain: FormAction<Invitation>;
  resetPassword: FormAction<Invitation>;
}

type Open = "edit" | "password" | "disable" | "delete" | null;

/** What can be done with one person. Nobody disables, deletes or resets themselves. */
export function UserMenu({ user, isSelf, actions }: { user: UserView; isSelf: boolean; actions: UserActions }) {
  const [open, setOpen] = useState<Open>(null);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const control = (which: Open) => ({ open: open === which, onOpenChange: (next: boolean) => setOpen(next ? which : null) });
  const { id, login } = user;
  const fields = { id };
  const isDisabled = user.state === "disabled";
  const isInvited = user.state === "invited";
  return (
    <>
      <Menu
        trigger={
          <Button tone="quiet" size="icon" aria-label={`Actions for ${login}`}>
            <Ellipsis className="size-4" aria-hidden="true" />
          </Button>
        }
      >
        <MenuItem onSelect={() => setOpen("edit")}>Edit…</MenuItem>
        {!isSelf && !isDisabled && <MenuItem onSelect={() => setOpen("password")}>{isInvited ? "Invite again…" : "Reset password…"}</MenuItem>}
        {!isSelf && (
          <>
            <MenuSeparator />
            <MenuItem onSelect={() => setOpen("disable")} danger={!isDisabled}>
              {isDisabled ? "Enable…" : "Disable…"}
            </MenuItem>
            <MenuItem onSelect={() => setOpen("delete")} danger>
              Delete…
            </MenuItem>
          </>
        )}
      </Menu>
      <EditDialog {...control("edit")} user={user} action={actions.update} />
      <ConfirmDialog
        {...control("password")}
        title={isInvited ? `Invite ${login} again?` : `Reset the password of ${login}?`}
        confirm={isInvited ? `Invite ${login} again` : `Reset password of ${login}`}
        tone={isInvited ? "primary" : "danger"}
        action={isInvited ? actions.inviteAgain : actions.resetPassword}
        fields={fields}
        onDone={setInvitation}
      >
        {isInvited ? (
          <p>The link that they have stops working, and you get a new one.</p>
        ) : (
          <p>
            Their password stops working and they are signed out everywhere; you get a link by which they choose another.{" "}
            {user.liveKubeconfigs > 0 && `Their ${files(user.liveKubeconfigs)} on working: revoke what may be in wrong hands.`}
          </p>
        )}
      </ConfirmDialog>
      <InvitationDialog login={login} invitation={invitation} onClose={() => setInvitation(null)} />
      <ConfirmDialog
        {...control("disable")}
        title={`${isDisabled ? "Enable" : "Disable"} ${login}?`}
        confirm={`${isDisabled ? "Enable" : "Disable"} ${login}`}
        tone={isDisabled ? "primary" : "danger"}
        action={actions.setDisabled}
        fields={isDisabled ? fields : { ...fields, disabled: "on" }}
        done={`${login} is ${isDisabled ? "enabled" : "disabled"}.`}
      >
        {isDisabled ? (
          <p>They can sign in again, and those of their kubeconfigs that have not expired or been revoked work again.</p>
        ) : (
          <p>
            They are signed out and within seconds {stops(user.liveKubeconfigs)}, open watches and shells included. Enabled again, all of it works as before.
          </p>
        )}
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

function EditDialog({ user, action, open, onOpenChange }: { user: UserView; action: FormAction; open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`Edit ${user.login}`} width="narrow">
      <Form action={action} onDone={() => onOpenChange(false)}>
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
