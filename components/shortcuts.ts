"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { Page } from "./pages.ts";
import { openModal } from "./ui/open-modal.ts";
import { leave } from "./ui/unsaved.ts";

const afterGMs = 1500;
/** Not 0, which is when the page began: keys of its first moments would come after a `g` that nobody has pressed. */
const never = Number.NEGATIVE_INFINITY;

/**
 * Single keys: `g` and a page's letter, `/` into the page's search, `?` for the list of keys, and those of the page itself, which its buttons
 * and links carry as `data-key`. None works in a field, in a menu or in a dialog, nor with another key held.
 */
export function useShortcuts({ on, pages, showShortcuts }: { on: boolean; pages: readonly Page[]; showShortcuts: () => void }): void {
  const router = useRouter();
  useEffect(() => {
    if (!on) return;
    let gAt = never;
    const press = (event: KeyboardEvent) => {
      if (event.key === "Shift" || isForSomethingElse(event)) return;
      const afterG = event.timeStamp - gAt < afterGMs;
      gAt = event.key === "g" ? event.timeStamp : never;
      const page = afterG ? pages.find(({ key }) => key === event.key) : undefined;
      if (page) leave(() => router.push(page.href));
      else if (!pressSingle(event.key, showShortcuts)) return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [on, pages, router, showShortcuts]);
}

/** Whether a question or a menu stands open, which is to be answered first. */
export function isAsked(): boolean {
  return openModal() !== null || document.querySelector("[role=menu]:not([data-closed])") !== null;
}

function isForSomethingElse({ defaultPrevented, isComposing, metaKey, ctrlKey, altKey, target }: KeyboardEvent): boolean {
  if (defaultPrevented || isComposing || metaKey || ctrlKey || altKey || isAsked()) return true;
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select, [role=combobox], [role=option]"));
}

/** Whether the key did something. */
function pressSingle(key: string, showShortcuts: () => void): boolean {
  if (key === "/") return goToSearch();
  if (key !== "?") return pressOwn(key);
  showShortcuts();
  return true;
}

function goToSearch(): boolean {
  const field = [...document.querySelectorAll<HTMLInputElement>("main input[type=search], main search input")].find((each) => each.checkVisibility());
  field?.focus();
  field?.select();
  return field !== undefined;
}

function pressOwn(key: string): boolean {
  const control = ownKeys().find((each) => each.key === key)?.control;
  control?.focus();
  control?.click();
  return control !== undefined;
}

/** The keys of the page that is shown, with the names of what they press. */
export function ownKeys(): { key: string; name: string; control: HTMLElement }[] {
  return [...document.querySelectorAll<HTMLElement>("main [data-key]")]
    .filter((control) => control.checkVisibility())
    .map((control) => ({ key: control.dataset.key ?? "", name: control.getAttribute("aria-label") ?? control.textContent ?? "", control }));
}
