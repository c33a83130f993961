"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { choiceStore } from "./choice-store.ts";
import { columnsCookie, type HiddenColumns, rememberPreference, writeHiddenColumns } from "./preferences.ts";

interface Choice {
  /** Of the person. */
  login: string;
  hidden: HiddenColumns;
}

const Start = createContext<Choice>({ login: "", hidden: {} });
const store = choiceStore<Choice>();

/** Tells the tables inside which columns this person has hidden in this browser: the first paint knows it, so that none comes and goes. */
export function ColumnChoice({ login, hidden, children }: Choice & { children: ReactNode }) {
  const text = writeHiddenColumns(hidden);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page brings another object that says the same.
  const start = useMemo(() => ({ login, hidden }), [login, text]);
  return <Start value={start}>{children}</Start>;
}

/** Login of the person whose choices count here. */
export function usePersonOfBrowser(): string {
  return useContext(Start).login;
}

/** The hidden columns of a table, and how to hide one or to show it again. `table` undefined: it has no choice. */
export function useHiddenColumns(table: string | undefined): { hidden: ReadonlySet<string>; setHidden: (keys: readonly string[]) => void } {
  const start = useContext(Start);
  const chosen = store.useChoice(start);
  // Somebody else may have signed in since.
  const { login, hidden } = chosen.login === start.login ? chosen : start;
  const keys = table === undefined ? undefined : hidden[table];
  return {
    hidden: useMemo(() => new Set(keys), [keys]),
    setHidden(next) {
      if (table === undefined) return;
      const changed = { ...hidden, [table]: next };
      rememberPreference(columnsCookie(login), writeHiddenColumns(changed));
      store.choose({ login, hidden: changed });
    },
  };
}
