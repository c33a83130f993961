"use client";

import { type PublicKeyCredentialCreationOptionsJSON, startRegistration } from "@simplewebauthn/browser";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import type { PasskeyView } from "#lib/passkeys/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Button } from "./ui/button.tsx";
import { Time } from "./ui/clock.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction, FormState } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";
import { ActionCell, Cell, Row, Surface, Table } from "./ui/table.tsx";
import { toast } from "./ui/toast.tsx";

interface Actions {
  start: () => Promise<PublicKeyCredentialCreationOptionsJSON | null>;
  add: FormAction;
  rename: FormAction;
  remove: FormAction;
}

const columns = [{ label: t("Passkey") }, { label: t("Added") }, { label: t("Last used") }, { label: "", hiddenLabel: t("Actions") }];

/** A person's passkeys: add, rename, remove. */
export function AccountPasskeys({
  passkeys,
  impossible,
  actions,
}: {
  passkeys: readonly PasskeyView[];
  /** Why none can be added in this browser; null when one can. */
  impossible: string | null;
  actions: Actions;
}) {
  const [removing, setRemoving] = useState<{ passkey: PasskeyView; isOpen: boolean } | null>(null);
  return (
    <div className="flex flex-col items-start gap-3">
      {passkeys.length > 0 && (
        <Surface className="w-full">
          <Table label={t("Passkeys")} columns={columns}>
            {passkeys.map((passkey) => (
              <Row key={passkey.id}>
                <Cell className="[overflow-wrap:anywhere]">{passkey.name}</Cell>
                <Cell label={t("Added")}>
                  <Time at={passkey.createdAt} />
                </Cell>
                <Cell label={t("Last used")}>{passkey.lastUsedAt === null ? t("never") : <Time at={passkey.lastUsedAt} />}</Cell>
                <ActionCell>
                  <span className="flex justify-end gap-1">
                    <RenameDialog passkey={passkey} action={actions.rename} />
                    <Button
                      tone="quiet"
                      size="icon"
                      aria-label={t("Remove {name}", { name: passkey.name })}
                      onClick={() => setRemoving({ passkey, isOpen: true })}
                    >
                      <Trash2 className="size-4" aria-hidden="true" />
                    </Button>
                  </span>
                </ActionCell>
              </Row>
            ))}
          </Table>
        </Surface>
      )}
      <AddDialog impossible={impossible} actions={actions} />
      {removing && (
        <ConfirmDialog
          open={removing.isOpen}
          onOpenChange={() => setRemoving({ ...removing, isOpen: false })}
          title={t("Remove {name}?", { name: removing.passkey.name })}
          confirm={t("Remove {name}", { name: removing.passkey.name })}
          action={actions.remove}
          fields={{ id: removing.passkey.id }}
          done={t("{name} is removed.", { name: removing.passkey.name })}
        >
          <p>{t("It signs you in no more, and browsers in which it did are signed out, but this one. Delete it on the device, too.")}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

function AddDialog({ impossible, actions }: { impossible: string | null; actions: Actions }) {
  const [isOpen, setOpen] = useState(false);
  const add = async (previous: FormState, form: FormData): Promise<FormState> => {
    const options = await actions.start().catch(() => null);
    if (options === null) return { ok: false, errors: { form: t("Drawbridge could not prepare this. Load the page again, and repeat it.") } };
    try {
      form.set("response", JSON.stringify(await startRegistration({ optionsJSON: options })));
    } catch (error) {
      const isThere = error instanceof Error && error.name === "InvalidStateError";
      return {
        ok: false,
        errors: { form: isThere ? t("This device has a passkey for you already.") : t("The device made no passkey: it was stopped or took too long.") },
      };
    }
    return actions.add(previous, form);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)} disabledReason={impossible}>
        {t("Add a passkey")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("Add a passkey")} width="narrow">
        <Form
          action={add}
          onDone={() => {
            setOpen(false);
            toast(t("The passkey is added: it signs you in from now on."));
          }}
        >
          <Field name="name" label={t("Name")} hint={t("So that you know it again: the device, or the key's colour.")}>
            <Input data-initial-focus maxLength={60} />
          </Field>
          <p className="text-ink-soft">{t("Browsers in which you signed in by the password alone are signed out, but this one.")}</p>
          <SubmitButton>{t("Go on to the device")}</SubmitButton>
        </Form>
      </Dialog>
    </>
  );
}

function RenameDialog({ passkey, action }: { passkey: PasskeyView; action: FormAction }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button tone="quiet" size="icon" aria-label={t("Rename {name}", { name: passkey.name })} onClick={() => setOpen(true)}>
        <Pencil className="size-4" aria-hidden="true" />
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("Rename {name}", { name: passkey.name })} width="narrow">
        <Form action={action} onDone={() => setOpen(false)}>
          <input type="hidden" name="id" value={passkey.id} />
          <Field name="name" label={t("Name")}>
            <Input defaultValue={passkey.name} data-initial-focus maxLength={60} />
          </Field>
          <SubmitButton>{t("Rename")}</SubmitButton>
        </Form>
      </Dialog>
    </>
  );
}
