"use client";

import { useEffect } from "react";
import { openModal } from "./open-modal.ts";
import { controlsOf, focusRow, indexOf, nearestRow, rowOf } from "./table-rows.ts";

interface Place {
  element: HTMLElement;
  /** Where in a table it is. */
  row: { table: Element; index: number } | null;
}

const floating = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox], [data-base-ui-portal]";

// Of the one document there is: the frame that uses this is another one after some page changes.
let last: HTMLElement | null = null;
let isFloating = false;
let lastInPage: Place | null = null;
let timer = 0;

/**
 * When what has the focus goes away (a row that is removed, a dialog whose opener is gone, a page that is left), the focus goes to what was
 * before, to the row that has come in its place, or to the page's heading: never to nowhere, which would lose whoever does not see the page.
 */
export function useFocusKeeper(): void {
  useEffect(() => {
    check();
    const observer = new MutationObserver(check);
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("focusin", remember);
    document.addEventListener("pointerup", forget);
    return () => {
      observer.disconnect();
      document.removeEventListener("focusin", remember);
      document.removeEventListener("pointerup", forget);
    };
  }, []);
}

function remember({ target }: FocusEvent): void {
  if (!(target instanceof HTMLElement)) return;
  const wasFloating = isFloating;
  last = target;
  isFloating = target.closest(floating) !== null;
  if (isFloating) return;
  // A dialog whose opener went with its row gives the focus to whatever had it some time ago.
  const row = wasFloating && lastInPage?.element.isConnected === false ? neighbourOf(lastInPage) : undefined;
  if (row) focusRow(row);
  else lastInPage = placeOf(target);
}

/** A click beside everything gives it up: then nothing is lost. */
function forget(): void {
  setTimeout(() => {
    if (isNowhere()) last = null;
    isFloating = document.activeElement?.closest(floating) != null;
  });
}

function check(): void {
  if (!isNowhere() || last === null || last.isConnected) return;
  clearTimeout(timer);
  // Whoever took it away may be about to give it back.
  timer = window.setTimeout(() => {
    if (isNowhere()) restore(lastInPage);
  }, 120);
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function placeOf(element: HTMLElement): Place {
  const row = rowOf(element);
  const table = row?.closest("table");
  return { element, row: row && table ? { table, index: indexOf(row) } : null };
}

function restore(place: Place | null): void {
  // A dialog keeps its own.
  const dialog = openModal();
  if (dialog) {
    dialog.focus();
    return;
  }
  if (place?.element.isConnected) place.element.focus({ preventScroll: true });
  if (!isNowhere()) return;
  const row = place ? neighbourOf(place) : undefined;
  if (row) focusRow(row, { preventScroll: true });
  else focusHeading();
}

/** The row that has come in the place of the one that is gone. */
function neighbourOf({ row }: Place): HTMLTableRowElement | undefined {
  const found = row?.table.isConnected ? nearestRow(row.table, row.index) : undefined;
  return found && controlsOf(found).length > 0 ? found : undefined;
}

function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>("main h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
