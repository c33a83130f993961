"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { type ReactElement, type ReactNode, useState } from "react";
import { t } from "#lib/texts/index.ts";
import { buttonClass } from "./button.tsx";
import { Form, SubmitButton } from "./form.tsx";
import type { FormAction } from "./form-state.ts";
import { toast } from "./toast.tsx";
import type { Undo } from "./undo.ts";

/** Asks before something that ends an access. `children` names what breaks; `confirm` is the verb with its object ("Revoke laptop"). */
export function ConfirmDialog<T>({
  trigger,
  open,
  onOpenChange,
  title,
  confirm,
  cancel = t("Cancel"),
  tone = "danger",
  action,
  fields = {},
  done,
  undo,
  onDone,
  children,
}: {
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  confirm: string;
  cancel?: string;
  tone?: "danger" | "primary";
  action: FormAction<T>;
  /** Sent along, hidden. */
  fields?: Record<string, string>;
  /** Said in a toast afterwards. */
  done?: string;
  /** Offered with it. */
  undo?: Undo;
  onDone?: (value: T) => void;
  children: ReactNode;
}) {
  const [ownOpen, setOwnOpen] = useState(false);
  const setOpen = (next: boolean) => {
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  return (
    <AlertDialog.Root open={open ?? ownOpen} onOpenChange={setOpen}>
      {trigger && <AlertDialog.Trigger render={trigger} />}
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="appears fixed inset-0 z-50 bg-veil" />
        <AlertDialog.Viewport className="fixed inset-0 z-50 grid place-items-end sm:place-items-center sm:p-6">
          <AlertDialog.Popup className="appears max-h-full w-full overflow-y-auto rounded-t-surface border border-line bg-surface p-5 shadow-float outline-none sm:max-w-md sm:rounded-surface">
            <Form
              action={action}
              className="gap-4!"
              onDone={(value) => {
                setOpen(false);
                if (done) toast(done, undo);
                onDone?.(value);
              }}
            >
              {Object.entries(fields).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <AlertDialog.Title className="font-strong text-head [overflow-wrap:anywhere]">{title}</AlertDialog.Title>
              <AlertDialog.Description render={<div />} className="flex flex-col gap-3 [overflow-wrap:anywhere]">
                {children}
              </AlertDialog.Description>
              <div className="flex flex-wrap justify-end gap-2 pt-1">
                <AlertDialog.Close className={buttonClass("secondary")}>{cancel}</AlertDialog.Close>
                <SubmitButton tone={tone} className="h-auto! min-h-9 max-w-full whitespace-normal! py-1.5 [overflow-wrap:anywhere]">
                  {confirm}
                </SubmitButton>
              </div>
            </Form>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
