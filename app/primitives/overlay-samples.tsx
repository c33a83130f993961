"use client";

import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Menu, MenuChoice, MenuItem, MenuLink, MenuSeparator } from "#components/ui/menu.tsx";
import { toast } from "#components/ui/toast.tsx";
import { refuse } from "./actions.ts";

const themes = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
];

/** What opens: each by its button. */
export function OverlaySamples() {
  return (
    <div className="flex flex-wrap gap-2">
      <Menu trigger={<Button>Menu</Button>}>
        <MenuItem onSelect={() => undefined}>Edit…</MenuItem>
        <MenuLink href="#overlays">Show in audit</MenuLink>
        <MenuSeparator />
        <MenuChoice label="Theme" value="system" onChange={() => undefined} choices={themes} />
        <MenuSeparator />
        <MenuItem danger onSelect={() => undefined}>
          Remove…
        </MenuItem>
      </Menu>
      <Dialog trigger={<Button>Dialog</Button>} title="Rename staging" description="One sentence." footer={<Button tone="primary">Save</Button>}>
        <Field label="Name">
          <Input defaultValue="staging" />
        </Field>
      </Dialog>
      <ConfirmDialog
        trigger={<Button>Question</Button>}
        title="Revoke laptop?"
        confirm="Revoke laptop"
        action={refuse}
        fields={{ name: "fine" }}
        done="Revoked laptop"
      >
        <p>Its next request is refused, and two open streams end.</p>
      </ConfirmDialog>
      <Button onClick={() => toast("Revoked laptop")}>Toast</Button>
      <Button disabledReason="No environment is granted to you. Ask an administrator.">Tooltip</Button>
    </div>
  );
}
