"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import type { EnvironmentView, ProbeView } from "#lib/environments/schema.ts";
import { EnvironmentTestDialog } from "./environment-admin-test.tsx";
import { Button } from "./ui/button.tsx";
import { Checkbox } from "./ui/checkbox.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction, FormState } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";
import { Menu, MenuItem, MenuSeparator } from "./ui/menu.tsx";
import { toast } from "./ui/toast.tsx";

/** The server actions on one environment. */
export interface EnvironmentActions {
  test: (id: number) => Promise<FormState<ProbeView>>;
  rename: FormAction<string>;
  setDisabled: FormAction;
  remove: FormAction<string | null>;
}

interface Props {
  environment: EnvironmentView;
  actions: EnvironmentActions;
  /** Told what stays in the cluster of a removed environment. */
  onLeft: (text: string) => void;
}

type Open = "test" | "rename" | "disable" | "remove" | null;

/** What can be done with one environment. */
export function EnvironmentMenu({ environment, actions, onLeft }: Props) {
  const [open, setOpen] = useState<Open>(null);
  const control = (which: Open) => ({ open: open === which, onOpenChange: (next: boolean) => setOpen(next ? which : null) });
  const { id, name, health, grantCount } = environment;
  const fields = { id: String(id) };
  const isDisabled = health.state === "disabled";
  const losers = grantCount === 0 ? "Nobody has access to it now." : `${grantCount === 1 ? "One grant ends" : `${grantCount} grants end`} with it.`;
  return (
    <>
      <Menu
        trigger={
          <Button tone="quiet" size="icon" aria-label={`Actions for ${name}`}>
            <Ellipsis className="size-4" aria-hidden="true" />
          </Button>
        }
      >
        <MenuItem onSelect={() => setOpen("test")}>Test connection…</MenuItem>
        <MenuItem onSelect={() => setOpen("rename")}>Rename…</MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => setOpen("disable")} danger={!isDisabled}>
          {isDisabled ? "Enable…" : "Disable…"}
        </MenuItem>
        <MenuItem onSelect={() => setOpen("remove")} danger>
          Remove…
        </MenuItem>
      </Menu>
      <EnvironmentTestDialog {...control("test")} id={id} name={name} test={actions.test} />
      <RenameDialog {...control("rename")} environment={environment} action={actions.rename} />
      <ConfirmDialog
        {...control("disable")}
        title={`${isDisabled ? "Enable" : "Disable"} ${name}?`}
        confirm={`${isDisabled ? "Enable" : "Disable"} ${name}`}
        tone={isDisabled ? "primary" : "danger"}
        action={actions.setDisabled}
        fields={isDisabled ? fields : { ...fields, disabled: "on" }}
        done={`${name} is ${isDisabled ? "enabled" : "disabled"}.`}
      >
        {isDisabled ? (
          <p>Whoever has access here can use it again, with the kubeconfigs they have.</p>
        ) : (
          <p>Every request to it is refused from now on and open streams end, for everyone. Grants and kubeconfigs stay: enable it and all works again.</p>
        )}
      </ConfirmDialog>
      <ConfirmDialog
        {...control("remove")}
        title={`Remove ${name}?`}
        confirm={`Remove ${name}`}
        action={actions.remove}
        fields={fields}
        done={`${name} is removed.`}
        onDone={(left) => {
          if (left !== null) onLeft(left);
        }}
      >
        <p>{losers} Kubeconfigs that hold it stop working for it at once and for good, even if you add the same cluster again.</p>
        <p>In the cluster stand the namespace drawbridge with two ServiceAccounts, their roles, and one binding for each role and namespace granted.</p>
        <Checkbox
          name="cleanCluster"
          defaultChecked
          label="Remove them from the cluster, too"
          hint="If the cluster cannot be reached you are told what is left and how to remove it."
        />
      </ConfirmDialog>
    </>
  );
}

function RenameDialog({
  environment: { id, name },
  action,
  open,
  onOpenChange,
}: {
  environment: EnvironmentView;
  action: FormAction<string>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`Rename ${name}`} width="narrow">
      <Form
        action={action}
        onDone={(renamed) => {
          onOpenChange(false);
          toast(`${name} is now ${renamed}.`);
        }}
      >
        <input type="hidden" name="id" value={id} />
        <Field name="name" label="Name" hint="Files that exist keep their context names and go on working.">
          <Input mono defaultValue={name} autoComplete="off" spellCheck={false} maxLength={63} />
        </Field>
        <div className="flex justify-end">
          <SubmitButton>Rename</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
