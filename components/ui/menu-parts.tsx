"use client";

import { Menu as BaseMenu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { classNames } from "./class-names.ts";
import { itemClass, popupClass } from "./popup-class.ts";
import type { OpenedBy } from "./trigger.ts";

/** What a menu shows, beside its button; focus goes back to it. */
export function MenuPopup({
  open,
  onOpenChange,
  openedBy,
  anchor,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  openedBy: OpenedBy;
  anchor: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  const popup = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open || openedBy === "pointer") return;
    // Once the menu has taken the focus for itself.
    let frame = requestAnimationFrame(function enter() {
      if (popup.current?.contains(document.activeElement)) entryOf(popup.current, openedBy)?.focus();
      else frame = requestAnimationFrame(enter);
    });
    return () => cancelAnimationFrame(frame);
  }, [open, openedBy]);
  return (
    <BaseMenu.Root open={open} onOpenChange={(next, { event }) => !isOn(anchor, event) && onOpenChange(next)}>
      <BaseMenu.Portal>
        <BaseMenu.Positioner anchor={anchor} sideOffset={4} align="end" collisionPadding={8} className="z-50">
          <BaseMenu.Popup ref={popup} finalFocus={anchor} className={classNames(popupClass, "min-w-44")}>
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

function entryOf(popup: HTMLElement | null, which: "first" | "last"): HTMLElement | null {
  return [...(popup?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])].at(which === "first" ? 0 : -1) ?? null;
}

/** What is pressed on the button itself the button answers: it would open again what was closed a moment before. */
function isOn(anchor: RefObject<HTMLElement | null>, event: Event): boolean {
  return event instanceof MouseEvent && event.target instanceof Node && (anchor.current?.contains(event.target) ?? false);
}

/** `danger` for what ends someone's access. */
export function MenuItem({ onSelect, danger = false, children }: { onSelect: () => void; danger?: boolean; children: ReactNode }) {
  return (
    <BaseMenu.Item onClick={onSelect} className={classNames(itemClass, danger && "text-bad")}>
      {children}
    </BaseMenu.Item>
  );
}

export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <BaseMenu.LinkItem render={<Link href={href} />} closeOnClick className={itemClass}>
      {children}
    </BaseMenu.LinkItem>
  );
}

/** One of several, ticked. */
export function MenuChoice({
  label,
  value,
  onChange,
  choices,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  choices: readonly { value: string; label: string }[];
}) {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className="px-2 py-1 text-small text-ink-soft">{label}</BaseMenu.GroupLabel>
      <BaseMenu.RadioGroup
        value={value}
        onValueChange={(chosen) => {
          if (typeof chosen === "string") onChange(chosen);
        }}
      >
        {choices.map((choice) => (
          <BaseMenu.RadioItem key={choice.value} value={choice.value} className={itemClass}>
            {choice.label}
            <BaseMenu.RadioItemIndicator className="text-accent">
              <Check className="size-4" aria-hidden="true" />
            </BaseMenu.RadioItemIndicator>
          </BaseMenu.RadioItem>
        ))}
      </BaseMenu.RadioGroup>
    </BaseMenu.Group>
  );
}

/** One of several that are on or off; the menu stays open. */
export function MenuTick({ checked, onChange, children }: { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode }) {
  return (
    <BaseMenu.CheckboxItem checked={checked} onCheckedChange={(on) => onChange(on)} className={itemClass}>
      {children}
      <BaseMenu.CheckboxItemIndicator className="text-accent">
        <Check className="size-4" aria-hidden="true" />
      </BaseMenu.CheckboxItemIndicator>
    </BaseMenu.CheckboxItem>
  );
}

export function MenuSeparator() {
  return <BaseMenu.Separator className="mx-1 my-1 h-px bg-line" />;
}
