"use client";

import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { type OpenedBy, type Trigger, triggerOf } from "./trigger.ts";

// Each page has menus, and a visit opens none of them, mostly: their code comes when a pointer or the focus reaches the button.
const parts = () => import("./menu-parts.tsx");
const Popup = lazy(async () => ({ default: (await parts()).MenuPopup }));
/** `danger` for what ends someone's access. */
export const MenuItem = lazy(async () => ({ default: (await parts()).MenuItem }));
export const MenuLink = lazy(async () => ({ default: (await parts()).MenuLink }));
/** One of several, ticked. */
export const MenuChoice = lazy(async () => ({ default: (await parts()).MenuChoice }));
/** One of several that are on or off; the menu stays open. */
export const MenuTick = lazy(async () => ({ default: (await parts()).MenuTick }));
export const MenuSeparator = lazy(async () => ({ default: (await parts()).MenuSeparator }));

/** Actions behind a button. Arrow keys move, a letter jumps. */
export function Menu({ trigger, children }: { trigger: Trigger; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  /** Null: it never was. */
  const [openedBy, setOpenedBy] = useState<OpenedBy | null>(null);
  const ref = useRef<HTMLButtonElement>(null);
  const show = (by: OpenedBy) => {
    setOpenedBy(by);
    setOpen(!open);
  };
  return (
    <>
      {triggerOf(trigger, { kind: "menu", open, ref, prepare: () => void parts(), onOpen: show })}
      {openedBy !== null && (
        <Suspense>
          <Popup open={open} onOpenChange={setOpen} openedBy={openedBy} anchor={ref}>
            {children}
          </Popup>
        </Suspense>
      )}
    </>
  );
}
