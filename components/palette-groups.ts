import type { LucideIcon } from "lucide-react";
import { bestRank } from "#lib/palette/schema.ts";

export interface PaletteItem {
  /** Unique in the list. */
  id: string;
  group: "Environments" | "Kubeconfigs" | "Pages" | "People" | "Manage" | "Actions";
  label: string;
  icon: LucideIcon;
  /** Stands behind the label, where there is room. */
  note?: string;
  /** What it leads to, or whom it is about. */
  detail?: string;
  mono?: boolean;
  /** Keys that do the same, in order. */
  keys?: readonly string[];
  /** Found by these, too. */
  words?: readonly string[];
  /** A path to go to, or what is done. */
  act: string | (() => void);
}

export interface PaletteGroup {
  label: PaletteItem["group"];
  items: PaletteItem[];
}

const order: readonly PaletteItem["group"][] = ["Environments", "Kubeconfigs", "Pages", "People", "Manage", "Actions"];

/** What fits, in groups: the group of the best fit first. With nothing typed, what was at hand last stands before pages and actions. */
export function groupsOf(items: readonly PaletteItem[], query: string): PaletteGroup[] {
  const groups = new Map<PaletteItem["group"], { item: PaletteItem; rank: number }[]>();
  for (const item of items) {
    const rank = bestRank([item.label, ...(item.words ?? [])], query);
    // With nothing typed, what can be done with each file would bury the rest.
    if (rank === null || (query.trim() === "" && /^re(new|voke) /.test(item.id))) continue;
    groups.set(item.group, [...(groups.get(item.group) ?? []), { item, rank }]);
  }
  return order
    .flatMap((label) => {
      const found = (groups.get(label) ?? []).toSorted((a, b) => a.rank - b.rank);
      return found.length === 0 ? [] : [{ label, items: found.map(({ item }) => item), best: found[0]?.rank ?? 0 }];
    })
    .toSorted((a, b) => a.best - b.best)
    .map(({ label, items: best }) => ({ label, items: best }));
}
