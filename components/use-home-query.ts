"use client";

import { type HomeKnown, type HomeQuery, parseHomeQuery, writeHomeQuery } from "./home-query.ts";
import { useAddressQuery } from "./ui/address-query.ts";

const quiet = ["q", "ticked"] as const;

/** What is asked of Home, kept in the address. Filters, groups and sorting are steps that Back undoes; typing and ticking are not. */
export function useHomeQuery(known: HomeKnown): { query: HomeQuery; ask: (change: Partial<HomeQuery>) => void } {
  return useAddressQuery({ parse: (params) => parseHomeQuery(params, known), write: writeHomeQuery, quiet });
}
