"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { t } from "#lib/texts/index.ts";
import { buttonClass } from "./button.tsx";
import { classNames } from "./class-names.ts";
import DiscardQuestion from "./discard-question.tsx";
import { hasUnsaved } from "./unsaved.ts";

const widths = { narrow: "sm:max-w-md", normal: "sm:max-w-xl", wide: "sm:max-w-5xl" };

export interface DialogParts {
  title: ReactNode;
  description?: ReactNode;
  width?: keyof typeof widths;
  footer?: ReactNode;
  children: ReactNode;
}

/** What a dialog shows. Focus goes back to `opener`, or to where it was. Whatever closes it asks first when a form in it holds what was not sent. */
export default function DialogPopup({
  open,
  onOpenChange,
  opener,
  title,
  description,
  width = "normal",
  footer,
  children,
}: DialogParts & { open: boolean; onOpenChange: (open: boolean) => void; opener: RefObject<HTMLElement | null> | null }) {
  const popup = useRef<HTMLDivElement>(null);
  const [isAsking, setAsking] = useState(false);
  const change = (next: boolean) => {
    if (!next && popup.current && hasUnsaved(popup.current)) setAsking(true);
    else onOpenChange(next);
  };
  return (
    <BaseDialog.Root open={open} onOpenChange={change}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="appears fixed inset-0 z-40 bg-veil" />
        <BaseDialog.Viewport className="fixed inset-0 z-40 grid place-items-end overflow-hidden sm:place-items-center sm:p-6">
          <BaseDialog.Popup
            ref={popup}
            {...(opener === null ? {} : { finalFocus: opener })}
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
              <BaseDialog.Close aria-label={t("Close")} className={classNames(buttonClass("quiet", "icon"), "-mt-1 -mr-2")}>
                <X className="size-4" aria-hidden="true" />
              </BaseDialog.Close>
            </header>
            <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 pt-1 pb-5">{children}</div>
            {isAsking && <DiscardQuestion onStay={() => setAsking(false)} onDiscard={() => onOpenChange(false)} />}
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
