"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactElement, type ReactNode, useRef } from "react";
import { buttonClass } from "./button.tsx";
import { classNames } from "./class-names.ts";

const widths = { narrow: "sm:max-w-md", normal: "sm:max-w-xl", wide: "sm:max-w-5xl" };

/**
 * A modal dialog; traps focus and gives it back. Opened by `trigger`, or by `open`. `onOpenChange(false)` comes before it closes:
 * with `open` given, keep it true to refuse. Focus goes to what has `data-initial-focus`, else to the first field.
 */
export function Dialog({
  trigger,
  open,
  onOpenChange,
  title,
  description,
  width = "normal",
  footer,
  children,
}: {
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  width?: keyof typeof widths;
  footer?: ReactNode;
  children: ReactNode;
}) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <BaseDialog.Root {...(open === undefined ? {} : { open })} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger && <BaseDialog.Trigger render={trigger} />}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="appears fixed inset-0 z-40 bg-veil" />
        <BaseDialog.Viewport className="fixed inset-0 z-40 grid place-items-end overflow-hidden sm:place-items-center sm:p-6">
          <BaseDialog.Popup
            ref={popup}
            initialFocus={(openedBy) => (openedBy === "touch" ? popup.current : firstField(popup.current)) ?? true}
            className={classNames(
              "appears flex max-h-[calc(100dvh-1.5rem)] w-full flex-col overflow-hidden rounded-t-surface border border-line bg-surface shadow-float outline-none sm:max-h-full sm:rounded-surface",
              widths[width],
            )}
          >
            <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-2">
              <div className="flex min-w-0 flex-col gap-0.5">
                <BaseDialog.Title className="font-strong text-head [overflow-wrap:anywhere]">{title}</BaseDialog.Title>
                {description !== undefined && <BaseDialog.Description className="text-ink-soft">{description}</BaseDialog.Description>}
              </div>
              <BaseDialog.Close aria-label="Close" className={classNames(buttonClass("quiet", "icon"), "-mt-1 -mr-2")}>
                <X className="size-4" aria-hidden="true" />
              </BaseDialog.Close>
            </header>
            <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 pt-1 pb-5">{children}</div>
            {footer !== undefined && <footer className="flex flex-wrap items-center justify-end gap-2 border-line border-t px-5 py-3">{footer}</footer>}
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** Not the close button, which comes first in the document. */
function firstField(popup: HTMLElement | null): HTMLElement | null {
  return (
    popup?.querySelector<HTMLElement>("[data-initial-focus]") ??
    popup?.querySelector<HTMLElement>("input:not([type=hidden], [aria-hidden=true], [hidden]), textarea, [role=combobox]") ??
    null
  );
}
