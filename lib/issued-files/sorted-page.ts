import type { Db } from "../db.ts";
import type { FileCondition } from "../file-rows/index.ts";
import type { KubeconfigSort, KubeconfigSortColumn } from "../kubeconfig/schema.ts";
import { compareKeys, type SortKey } from "../sorting/schema.ts";

interface SortedPage {
  ids: string[];
  /** Value of `before` for the next page; null on the last. */
  next: string | null;
}

/** What a file is sorted by, and, among equals, the newest first. */
const columns = { id: true, name: true, ownerLogin: true, createdAt: true, expiresAt: true, lastUsedAt: true } as const;
interface Row {
  id: string;
  name: string;
  ownerLogin: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

/** Null comes last, whichever way. */
const keys: Record<KubeconfigSortColumn, (row: Row) => SortKey> = {
  name: ({ name }) => name,
  owner: ({ ownerLogin }) => ownerLogin,
  created: ({ createdAt }) => createdAt.getTime(),
  // What never expires ends after everything that does.
  expires: ({ expiresAt }) => expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
  used: ({ lastUsedAt }) => lastUsedAt?.getTime() ?? null,
};

/**
 * A page of the files that match, sorted by a column. A page begins after the file `before`, wherever that has come to be, and whether it still
 * matches or not: nothing is shown twice or left out when files are made and end meanwhile. Reads a few columns of all that match.
 */
export async function findSortedPage(
  db: Db,
  where: FileCondition,
  { sort, before, size }: { sort: KubeconfigSort; before: string | undefined; size: number },
): Promise<SortedPage> {
  const rows: Row[] = await db.kubeconfig.findMany({ where, select: columns });
  const compare = comparison(sort);
  rows.sort(compare);
  const last = before === undefined ? null : await db.kubeconfig.findUnique({ where: { id: before }, select: columns });
  const start = last === null ? 0 : rows.findIndex((row) => compare(row, last) > 0);
  const ids = start === -1 ? [] : rows.slice(start, start + size).map(({ id }) => id);
  return { ids, next: start !== -1 && rows.length > start + size ? (ids.at(-1) ?? null) : null };
}

function comparison({ by, descending }: KubeconfigSort): (a: Row, b: Row) => number {
  const keyOf = keys[by];
  return (a, b) => compareKeys(keyOf(a), keyOf(b), descending) || b.createdAt.getTime() - a.createdAt.getTime() || Number(a.id < b.id) - Number(a.id > b.id);
}
