import { useEffect } from "react";
import { indexByKey } from "./index-by-key.ts";

const controlSelector = "[role=checkbox], button, a[href]";

/**
 * One stop for Tab in a list of things to press, and ↑ ↓ Home End Page Up Page Down between them, as tables have it. Of a long list only what
 * is near is in the document: an item further away is scrolled to, and gets the focus once it is there.
 */
export function useListKeys(list: HTMLElement | null): void {
  useEffect(() => {
    if (list === null) return;
    let stop = 0;
    let awaited: number | null = null;
    const settle = () => {
      const wanted = awaited === null ? undefined : itemsOf(list).find((item) => indexOf(item) === awaited);
      if (wanted) {
        awaited = null;
        controlOf(wanted)?.focus();
      }
      giveStop(list, stop);
    };
    const press = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
      const index = targetOf(list, stop, event.key);
      if (index === null) return;
      event.preventDefault();
      awaited = index;
      if (index === 0) list.scrollTop = 0;
      else if (index === countOf(list) - 1) list.scrollTop = list.scrollHeight;
      settle();
    };
    const follow = ({ target }: FocusEvent) => {
      const item = target instanceof Element ? target.closest("[data-index]") : null;
      if (item) stop = indexOf(item);
      giveStop(list, stop);
    };
    const observer = new MutationObserver(settle);
    observer.observe(list, { childList: true, subtree: true });
    list.addEventListener("keydown", press);
    list.addEventListener("focusin", follow);
    settle();
    return () => {
      observer.disconnect();
      list.removeEventListener("keydown", press);
      list.removeEventListener("focusin", follow);
    };
  }, [list]);
}

/** The index that a key leads to; null: it leads nowhere. */
function targetOf(list: HTMLElement, from: number, key: string): number | null {
  const [item] = itemsOf(list);
  const last = countOf(list) - 1;
  const perPage = item === undefined ? 1 : Math.max(1, Math.floor((list.clientHeight * 0.8) / item.offsetHeight));
  const target = indexByKey(key, { from, last, perPage });
  return target === undefined || last < 0 ? null : Math.min(Math.max(target, 0), last);
}

/** Tab stops at the item of that index, or at the first that is there. */
function giveStop(list: HTMLElement, index: number): void {
  const items = itemsOf(list);
  const chosen = items.find((item) => indexOf(item) === index) ?? items[0];
  for (const item of items) {
    const control = controlOf(item);
    if (control) control.tabIndex = item === chosen ? 0 : -1;
  }
}

function itemsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(":scope > [data-index]")];
}

function controlOf(item: HTMLElement): HTMLElement | null {
  return item.querySelector<HTMLElement>(controlSelector);
}

function indexOf(item: Element): number {
  return Number(item.getAttribute("data-index"));
}

/** Of the whole list, also of what is not in the document now. */
function countOf(list: HTMLElement): number {
  const [item] = itemsOf(list);
  return Number(item?.getAttribute("aria-setsize") ?? itemsOf(list).length);
}
