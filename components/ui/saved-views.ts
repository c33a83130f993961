"use client";

import { useState } from "react";
import { choiceStore } from "./choice-store.ts";

/** What a table was asked for, by a name that a person gave it. */
export interface SavedView {
  name: string;
  /** Of the address. */
  query: string;
}

export const viewNameMax = 40;
export const viewsMax = 20;
const queryMax = 2000;

/** Parts of an address that ask for something once, or say where in the list one is. */
const passing = ["before", "open", "ticked", "show", "revoke", "renew", "connect", "test", "added"];

/** What a view keeps of an address. */
export function viewQuery(search: string): string {
  const params = new URLSearchParams(search);
  for (const name of passing) params.delete(name);
  params.sort();
  return params.toString();
}

/** What the browser's storage holds, which anybody may have written: whatever is no view is dropped. */
export function parseViews(text: string | null): SavedView[] {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "[]");
  } catch {
    return [];
  }
  return Array.isArray(value) ? value.filter(isView).slice(0, viewsMax) : [];
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== "object" || value === null || !("name" in value) || !("query" in value)) return false;
  const { name, query } = value;
  return typeof name === "string" && name !== "" && name.length <= viewNameMax && typeof query === "string" && query.length <= queryMax;
}

/** With `view`, in place of one of its name. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] {
  return [...views.filter(({ name }) => name !== view.name), view].sort((a, b) => a.name.localeCompare(b.name, "en"));
}

const changes = choiceStore<object>();

/** The views of a table, of one person in this browser. Only where no server draws: it does not know them. */
export function useSavedViews({ login, table }: { login: string; table: string }): {
  views: readonly SavedView[];
  setViews: (views: readonly SavedView[]) => void;
} {
  const key = `drawbridge-views ${login} ${table}`;
  const [start] = useState({});
  changes.useChoice(start);
  return {
    views: parseViews(window.localStorage.getItem(key)),
    setViews(views) {
      if (views.length > 0) window.localStorage.setItem(key, JSON.stringify(views));
      else window.localStorage.removeItem(key);
      changes.choose({});
    },
  };
}
