"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";

const typingMs = 250;

/** How a query stands in an address. `write` sets its parameters and leaves those of others. */
export interface AddressForm<Query> {
  parse: (params: URLSearchParams) => Query;
  write: (params: URLSearchParams, query: Query) => void;
  /** Parts whose change is no step that Back undoes: what is typed, what is ticked. */
  quiet: readonly (keyof Query)[];
}

/**
 * What is asked of a page, kept in its address: reload, Back and a link that is sent on keep it. Each change is a step that Back undoes, but
 * for what is `quiet`. What changes the address by itself, such as Back or a link, is followed.
 */
export function useAddressQuery<Query extends { q: string }>(form: AddressForm<Query>): { query: Query; ask: (change: Partial<Query>) => void } {
  const address = useSearchParams().toString();
  const latest = useRef(form);
  latest.current = form;
  const [query, setQuery] = useState(() => form.parse(new URLSearchParams(address)));
  const asked = useRef(query);
  /** What the address says of it, as far as it was written or read here. */
  const said = useRef(ownPart(form, query));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const follow = useCallback(() => {
    const read = latest.current.parse(new URLSearchParams(window.location.search));
    const text = ownPart(latest.current, read);
    if (text === said.current) return;
    clearTimeout(timer.current);
    said.current = text;
    asked.current = read;
    setQuery(read);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when the address changes. What Next says of it may be a step behind.
  useEffect(follow, [address, follow]);
  // Of two steps back at once Next tells the first alone.
  useEffect(() => {
    window.addEventListener("popstate", follow);
    return () => window.removeEventListener("popstate", follow);
  }, [follow]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const ask = useCallback((change: Partial<Query>) => {
    const write = (way: "pushState" | "replaceState") => {
      said.current = ownPart(latest.current, asked.current);
      writeAddress(way, (params) => latest.current.write(params, asked.current));
    };
    clearTimeout(timer.current);
    const isStep = Object.keys(change).some((name) => !latest.current.quiet.some((quiet) => quiet === name));
    // What was just typed belongs to the step before.
    if (isStep) write("replaceState");
    asked.current = { ...asked.current, ...change };
    setQuery(asked.current);
    if (isStep) write("pushState");
    else timer.current = setTimeout(() => write("replaceState"), "q" in change ? typingMs : 0);
  }, []);

  return { query, ask };
}

function ownPart<Query>({ write }: AddressForm<Query>, query: Query): string {
  const params = new URLSearchParams();
  write(params, query);
  return params.toString();
}

function writeAddress(way: "pushState" | "replaceState", write: (params: URLSearchParams) => void): void {
  const url = new URL(window.location.href);
  write(url.searchParams);
  if (url.href !== window.location.href) window.history[way](null, "", url);
}
