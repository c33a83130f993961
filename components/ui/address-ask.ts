"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/**
 * Hands what the address asks for (`?connect=3` for the name `connect`) to `ask`, at first and whenever a link on any page asks anew.
 * The function that it returns takes the question out of the address: to be called when it is answered or dropped, so that a reload does not ask again.
 */
export function useAddressAsk(name: string, ask: (value: string) => void): () => void {
  const value = useSearchParams().get(name);
  const askNow = useRef(ask);
  askNow.current = ask;
  useEffect(() => {
    if (value !== null) askNow.current(value);
  }, [value]);
  return () => {
    const url = new URL(window.location.href);
    if (!url.searchParams.has(name)) return;
    url.searchParams.delete(name);
    window.history.replaceState(null, "", url);
  };
}
