// Which environments Home shows, and in what order. Pure, and quick enough for a thousand of them at each key.
import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import { compareKeys } from "#lib/sorting/schema.ts";
import { t } from "#lib/texts/index.ts";
import type { HomeQuery, ShownHealth } from "./home-query.ts";
import { rightsInWords } from "./rights-in-words.ts";
import { sortItems, type TableColumn } from "./ui/table-sort.ts";

/** A row, with what is sought and shown of it worked out once. */
export interface HomeRow {
  environment: ReachableEnvironmentView;
  health: ShownHealth;
  labels: readonly string[];
  haystack: string;
}

export interface HomeGroup {
  /** Of the label that groups; null: these have no such label. */
  value: string | null;
  rows: readonly HomeRow[];
}

export function homeRow(environment: ReachableEnvironmentView, health: ShownHealth): HomeRow {
  const labels = Object.entries(environment.labels).map(([key, value]) => `${key}=${value}`);
  return { environment, health, labels, haystack: [environment.name, ...labels].join("\n").toLowerCase() };
}

/** The rows that have each word in name or labels, each label asked for, and the health asked for. */
export function findRows(rows: readonly HomeRow[], { q, labels, health }: Pick<HomeQuery, "q" | "labels" | "health">): HomeRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      words.every((word) => row.haystack.includes(word)) && labels.every((label) => row.labels.includes(label)) && (health === null || row.health === health),
  );
}

/** The worst first: that is what one sorts by health for. */
const healthOrder: Record<ShownHealth, number> = { down: 0, unknown: 1, checking: 2, ready: 3, disabled: 4 };

/** In the choice of columns. */
export const homeTable = "home";
export const homeColumns: readonly TableColumn<HomeRow>[] = [
  { key: "name", label: t("Name"), sortKey: ({ environment }) => environment.name },
  { key: "health", label: t("Health"), sortKey: ({ health }) => healthOrder[health] },
  { key: "version", label: t("Version"), sortKey: ({ environment }) => environment.version, className: "max-lg:hidden" },
  { key: "rights", label: t("Your rights"), sortKey: ({ environment }) => rightsInWords(environment.rights) },
  { key: "used", label: t("Last used"), sortKey: ({ environment }) => environment.lastUsedAt, greatestFirst: true, className: "max-lg:hidden" },
  {
    key: "expiry",
    label: t("Newest file"),
    // What never expires ends after everything that does.
    sortKey: ({ environment: { newestKubeconfig } }) => newestKubeconfig && (newestKubeconfig.expiresAt ?? "9999"),
    className: "max-lg:hidden",
  },
];

/** Those of the same key by name. */
export function sortRows(rows: readonly HomeRow[], { by, descending }: HomeQuery["sort"]): HomeRow[] {
  const sortKey = homeColumns.find(({ key }) => key === by)?.sortKey;
  const byName = sortItems(rows, ({ environment }) => environment.name, by === "name" && descending);
  return typeof sortKey === "function" && by !== "name" ? sortItems(byName, sortKey, descending) : byName;
}

/** By the values of one label, those without it last. */
export function groupRows(rows: readonly HomeRow[], key: string): HomeGroup[] {
  const byValue = Map.groupBy(rows, ({ environment }) => environment.labels[key] ?? null);
  return [...byValue].map(([value, members]) => ({ value, rows: members })).sort((a, b) => compareKeys(a.value, b.value));
}

export interface LabelChoices {
  keys: readonly string[];
  /** `key=value` with how many environments have it. */
  labels: readonly { label: string; count: number }[];
}

/** The labels that there are, by name. */
export function labelChoices(rows: readonly HomeRow[]): LabelChoices {
  const counts = new Map<string, number>();
  for (const label of rows.flatMap((row) => row.labels)) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labels = [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => compareKeys(a.label, b.label));
  return { keys: [...new Set(labels.map(({ label }) => label.slice(0, label.indexOf("="))))], labels };
}
