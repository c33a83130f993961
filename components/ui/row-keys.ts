"use client";

import { useEffect } from "react";
import { indexByKey } from "./index-by-key.ts";
import { controlsOf, focusRow, indexOf, makeStop, rowOf, rowsOf } from "./table-rows.ts";

/** What a row is for: what is marked so, else a link or what unfolds it. */
const mainSelector = "[data-row-main], a[href], [aria-expanded]:not([aria-haspopup])";

/**
 * Every table by keys: Tab stops at one row, ↑ ↓ Home End Page Up Page Down go to others, → and ← go through what can be pressed in the row,
 * Space ticks it, Enter does what the row is for.
 *
 * The tables stay tables. As grids, screen readers would hand all arrow keys to us, and each cell would have to take the focus; as tables they
 * are read by the reader's own keys, and its users press the buttons as everyone does. The keys here are a short cut beside both.
 * Rows in which nothing can be pressed take no focus.
 */
export function useRowKeys(): void {
  useEffect(() => {
    giveStops();
    const observer = new MutationObserver(giveStops);
    observer.observe(document.body, { childList: true, subtree: true });
    const follow = ({ target }: FocusEvent) => {
      const row = target instanceof Element ? rowOf(target) : null;
      if (row && controlsOf(row).length > 0) makeStop(row);
    };
    document.addEventListener("focusin", follow);
    document.addEventListener("keydown", pressKey);
    return () => {
      observer.disconnect();
      document.removeEventListener("focusin", follow);
      document.removeEventListener("keydown", pressKey);
    };
  }, []);
}

/** Each table that has none gets a row that Tab stops at. */
function giveStops(): void {
  for (const table of document.querySelectorAll("table")) {
    if (table.querySelector("tbody > tr[tabindex='0']")) continue;
    const row = rowsOf(table).find((each) => controlsOf(each).length > 0);
    if (row) makeStop(row);
  }
}

function pressKey(event: KeyboardEvent): void {
  const { target, key } = event;
  if (!(target instanceof HTMLElement) || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
  const row = rowOf(target);
  if (!row || target.matches("input, textarea, select, [role=combobox]")) return;
  const done = target === row ? pressOnRow(row, key) || moveTo(row, key) : pressInRow(row, target, key);
  if (done) event.preventDefault();
}

/** Whether the key did something. */
function pressOnRow(row: HTMLTableRowElement, key: string): boolean {
  if (key === " " || key === "x") return press(row.querySelector<HTMLElement>("[role=checkbox]:not([data-disabled])"));
  if (key === "Enter")
    return press(row.querySelector<HTMLElement>(mainSelector)) || focus(controlsOf(row).find((control) => !control.matches("[role=checkbox]")));
  return key === "ArrowRight" && focus(controlsOf(row)[0]);
}

function pressInRow(row: HTMLTableRowElement, control: HTMLElement, key: string): boolean {
  const controls = controlsOf(row);
  const at = controls.indexOf(control);
  if (at === -1) return false;
  if (key === "ArrowRight") return focus(controls[at + 1]);
  if (key === "ArrowLeft") return focus(controls[at - 1]) || focus(row);
  // What opens a list opens it by an arrow.
  return (key === "ArrowDown" || key === "ArrowUp") && !control.hasAttribute("aria-haspopup") && moveTo(row, key);
}

function moveTo(row: HTMLTableRowElement, key: string): boolean {
  const table = row.closest("table");
  if (!table) return false;
  const last = Number(table.getAttribute("aria-rowcount") ?? indexOf(rowsOf(table).at(-1) ?? row));
  const perPage = Math.max(1, Math.floor((window.innerHeight * 0.8) / row.offsetHeight));
  const index = indexByKey(key, { from: indexOf(row), last, perPage });
  if (index === undefined) return false;
  goTo(table, row, Math.min(index, last));
  return true;
}

/** Also to a row that comes only once its place is scrolled to. */
function goTo(table: HTMLTableElement, from: HTMLTableRowElement, index: number): void {
  const rows = rowsOf(table);
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return;
  const wanted = index < indexOf(from) ? rows.findLast((row) => indexOf(row) <= index) : rows.find((row) => indexOf(row) >= index);
  const edge = wanted ?? (index < indexOf(from) ? first : last);
  focusRow(edge);
  const beyond = (index - indexOf(edge)) * edge.offsetHeight;
  if (wanted || beyond === 0 || !table.hasAttribute("aria-rowcount")) return;
  window.scrollBy({ top: beyond, behavior: "instant" });
  afterRows(table, () => {
    const reached = rowsOf(table).find((row) => indexOf(row) >= index) ?? rowsOf(table).at(index < indexOf(from) ? 0 : -1);
    if (reached) focusRow(reached);
  });
}

/** Once the table has got other rows. */
function afterRows(table: HTMLTableElement, then: () => void): void {
  const observer = new MutationObserver(() => {
    observer.disconnect();
    requestAnimationFrame(then);
  });
  observer.observe(table, { childList: true, subtree: true });
}

function press(control: HTMLElement | null): boolean {
  control?.click();
  return control !== null;
}

function focus(element: HTMLElement | undefined): boolean {
  element?.focus();
  return element !== undefined;
}
