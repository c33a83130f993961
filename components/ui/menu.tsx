"use client";

import { Menu as BaseMenu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import type { ReactElement, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { itemClass, popupClass } from "./select.tsx";

/** Actions behind a button. Arrow keys move, a letter jumps. */
export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align="end" collisionPadding={8} className="z-50">
          <BaseMenu.Popup className={classNames(popupClass, "min-w-44")}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
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

export function MenuSeparator() {
  return <BaseMenu.Separator className="mx-1 my-1 h-px bg-line" />;
}
