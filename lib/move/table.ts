// Which tables are copied, with which columns, in which order: what both databases say of themselves. They must say the same.
import type { ColumnType } from "./canonical.ts";
import { MoveRefusal } from "./refusal.ts";

export interface Table {
  name: string;
  /** In PostgreSQL's order. `rowid`, where it is a column there, is the row's own number here. */
  columns: { name: string; type: ColumnType /** PostgreSQL's word for it. */; declared: string }[];
}

type Here = ReadonlyMap<string, { columns: readonly string[]; refersTo: ReadonlySet<string> }>;
type There = ReadonlyMap<string, Table["columns"]>;

/** Those that others refer to come first. Throws MoveRefusal when a table or a column is in one database only: this program's migrations are at odds then. */
export function tablesToCopy(here: Here, there: There): Table[] {
  requireSame("tables", [...here.keys()], [...there.keys()]);
  const tables: Table[] = [];
  const waiting = new Map(here);
  while (waiting.size > 0) {
    const ready = [...waiting].filter(([name, { refersTo }]) => [...refersTo].every((other) => other === name || !waiting.has(other)));
    if (ready.length === 0)
      throw new MoveRefusal(`Tables refer to each other in a circle: ${[...waiting.keys()].join(", ")}. Nothing was changed; report this.`);
    for (const [name, { columns }] of ready) {
      const theirs = there.get(name) ?? [];
      const stored = theirs.map((column) => column.name).filter((column) => column !== "rowid" || columns.includes(column));
      requireSame(`columns of ${name}`, columns, stored);
      tables.push({ name, columns: theirs });
      waiting.delete(name);
    }
  }
  return tables;
}

function requireSame(what: string, here: readonly string[], there: readonly string[]): void {
  const [first, second] = [[...here].sort().join(", "), [...there].sort().join(", ")];
  if (first !== second) throw new MoveRefusal(`The two databases have different ${what}: ${first} and ${second}. Nothing was changed; report this.`);
}
