"use client";

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";

const manager = Toast.createToastManager();

/** Says that something was done. Errors stay where they happened and are no toasts. */
export function toast(title: string): void {
  manager.add({ title, timeout: 6000 });
}

export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={2}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-50 flex w-[calc(100vw-2rem)] flex-col gap-2 max-sm:bottom-18 sm:w-90">
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
        <Toast.Close aria-label="Dismiss" className={buttonClass("quiet", "icon")}>
          <X className="size-4" aria-hidden="true" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
