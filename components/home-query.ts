// What a person asks of Home, as it stands in the address: reload, Back and a link to a colleague keep it.

import { homeColumns } from "./environment-arrangement.ts";
import { parseSort, type TableSort, writeSort } from "./ui/table-sort.ts";

export const shownHealths = ["ready", "down", "checking", "unknown", "disabled"] as const;
export type ShownHealth = (typeof shownHealths)[number];

export interface HomeQuery {
  /** As typed. */
  q: string;
  /** `key=value`; all of them have to be there. */
  labels: readonly string[];
  health: ShownHealth | null;
  /** Key of a label. */
  group: string | null;
  sort: TableSort;
  /** Ids of environments. */
  ticked: ReadonlySet<number>;
}

/** What there is; an address that names something else is not followed there. */
export interface HomeKnown {
  ids: ReadonlySet<number>;
  labels: ReadonlySet<string>;
  keys: ReadonlySet<string>;
}

const firstSort: TableSort = { by: "name", descending: false };

export function parseHomeQuery(params: URLSearchParams, { ids, labels, keys }: HomeKnown): HomeQuery {
  const group = params.get("group");
  return {
    q: (params.get("q") ?? "").slice(0, 200),
    labels: [...new Set(params.getAll("label"))].filter((label) => labels.has(label)),
    health: shownHealths.find((health) => health === params.get("health")) ?? null,
    group: group !== null && keys.has(group) ? group : null,
    sort: parseSort(params.get("sort"), homeColumns, firstSort),
    ticked: parseRanges(params.get("ticked") ?? "", ids),
  };
}

/** Sets this query's parameters in `params`, and leaves those of others. */
export function writeHomeQuery(params: URLSearchParams, { q, labels, health, group, sort, ticked }: HomeQuery): void {
  const set = (name: string, value: string | null) => (value === null || value === "" ? params.delete(name) : params.set(name, value));
  set("q", q.trim());
  params.delete("label");
  for (const label of labels) params.append("label", label);
  set("health", health);
  set("group", group);
  set("sort", writeSort(sort, firstSort));
  set("ticked", writeRanges(ticked));
}

/** `1-3.7`: a thousand ticked rows still fit into an address. */
export function writeRanges(ids: ReadonlySet<number>): string {
  const ranges: { from: number; to: number }[] = [];
  for (const id of [...ids].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last.to === id - 1) last.to = id;
    else ranges.push({ from: id, to: id });
  }
  return ranges.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(".");
}

/** The known ids that are in the ranges. Walks what is known, never a range: `1-999999999` costs nothing. */
function parseRanges(text: string, known: ReadonlySet<number>): ReadonlySet<number> {
  if (!/^\d{1,10}(?:-\d{1,10})?(?:\.\d{1,10}(?:-\d{1,10})?)*$/.test(text)) return new Set();
  const ranges = text.split(".", 2000).map((part) => {
    const [from, to = from] = part.split("-").map(Number);
    return { from: from ?? 0, to: to ?? 0 };
  });
  return new Set([...known].filter((id) => ranges.some(({ from, to }) => from <= id && id <= to)));
}
