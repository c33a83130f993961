"use client";

import { useSyncExternalStore } from "react";

/** A choice that several places of a page show and change. `useChoice(start)`: the one in force, where `start` is what the server knew. */
export function choiceStore<T>(): { choose: (value: T) => void; useChoice: (start: T) => T } {
  let chosen: { value: T } | null = null;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    choose(value) {
      chosen = { value };
      for (const listener of listeners) listener();
    },
    useChoice: (start) =>
      useSyncExternalStore(
        subscribe,
        () => (chosen ? chosen.value : start),
        () => start,
      ),
  };
}
