"use client";

import { lazy, Suspense, useRef, useState } from "react";
import type { DialogParts } from "./dialog-popup.tsx";
import { type Trigger, triggerOf } from "./trigger.ts";

// It comes when a pointer or the focus reaches what opens it, as a menu does.
const parts = () => import("./dialog-popup.tsx");
const Popup = lazy(parts);

/**
 * A modal dialog; traps focus and gives it back. Opened by `trigger`, or by `open`. `onOpenChange(false)` comes before it closes:
 * with `open` given, keep it true to refuse. Focus goes to what has `data-initial-focus`, else to the first field.
 */
export function Dialog({
  trigger,
  open,
  onOpenChange,
  ...shown
}: DialogParts & {
  trigger?: Trigger;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  const [ownOpen, setOwnOpen] = useState(false);
  const ref = useRef<HTMLButtonElement>(null);
  const isOpen = open ?? ownOpen;
  // Stays once it was opened, so that it can fade.
  const wasOpen = useRef(isOpen);
  wasOpen.current ||= isOpen;
  const change = (next: boolean) => {
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  return (
    <>
      {trigger && triggerOf(trigger, { kind: "dialog", open: isOpen, ref, prepare: () => void parts(), onOpen: () => change(true) })}
      {wasOpen.current && (
        <Suspense>
          <Popup open={isOpen} onOpenChange={change} opener={trigger ? ref : null} {...shown} />
        </Suspense>
      )}
    </>
  );
}
