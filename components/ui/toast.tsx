"use client";

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { type ReactNode, startTransition } from "react";
import { t } from "#lib/texts/index.ts";
import { buttonClass } from "./button.tsx";
import type { Undo } from "./undo.ts";

const manager = Toast.createToastManager();

/** Says that something was done, and for ten seconds offers to undo it. Errors stay where they happened and are no toasts, but for one of the undoing. */
export function toast(title: string, undo?: Undo): void {
  if (undo === undefined) manager.add({ title, timeout: 6000 });
  else offerUndo(title, undo);
}

function offerUndo(title: string, undo: Undo): void {
  const id = manager.add({
    title,
    // Base UI stops the clock while the pointer or the focus is on it.
    timeout: 10_000,
    actionProps: {
      children: t("Undo"),
      onClick() {
        manager.close(id);
        startTransition(async () => {
          toast(await outcomeOf(undo));
        });
      },
    },
  });
}

async function outcomeOf(undo: Undo): Promise<string> {
  try {
    const answer = await undo();
    return answer?.ok === false ? t("Not undone: {reason}", { reason: Object.values(answer.errors).join(" ") }) : t("Undone.");
  } catch {
    return t("Not undone: Drawbridge did not answer.");
  }
}

export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={2}>
      {children}
      <Toast.Portal>
        <Toast.Viewport
          aria-label={t("Notifications")}
          className="fixed right-4 bottom-4 z-50 flex w-[calc(100vw-2rem)] flex-col gap-2 max-sm:bottom-18 sm:w-90"
        >
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Toasts() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((item) => (
    <Toast.Root key={item.id} toast={item} className="appears rounded-surface border border-line bg-surface shadow-float data-limited:hidden">
      <Toast.Content className="flex items-center gap-3 py-2 pr-2 pl-3.5">
        <Toast.Title className="min-w-0 flex-1 [overflow-wrap:anywhere]" />
        {item.actionProps && <Toast.Action className={buttonClass("secondary", "small")} />}
        <Toast.Close aria-label={t("Dismiss")} className={buttonClass("quiet", "icon")}>
          <X className="size-4" aria-hidden="true" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
