// Stores the data path's audit rows in PostgreSQL: a batch is one statement, whose parameters are its columns. Nothing waits on this thread, so
// it needs none of its own.
import { openConnections } from "#lib/db.ts";
import { timeOrderedId } from "./audit-batch.ts";
import { type AuditRecorder, columnsOfRecord, type Value, valuesOf } from "./audit-recorder.ts";

const types = new Map([
  ["at", "timestamptz"],
  ["environmentId", "int"],
  ["code", "int"],
  ...["durationMs", "requestBytes", "responseBytes"].map((column) => [column, "float8"] as const),
]);

/** On the database at `url`, which has its schema already. */
export function openPostgresqlRecorder(url: string): AuditRecorder {
  // One: batches come one after another.
  const pool = openConnections(url, 1);
  const insert = insertStatement();
  return {
    async record({ key, rows }) {
      const values = valuesOf(rows);
      if (rows.length > 0) await pool.query({ name: "audit", text: insert, values: [idsOf(key, values), ...columnsOf(values)] });
    },
    async run(statements) {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        for (const { text, values } of statements) await client.query(text, values);
        await client.query("COMMIT");
        client.release();
      } catch (error) {
        // With its transaction: the next one gets another connection.
        client.release(true);
        throw error;
      }
    },
    close: () => pool.end(),
  };
}

function insertStatement(): string {
  const columns = ["id", ...columnsOfRecord];
  const names = columns.map((column) => `"${column}"`).join(", ");
  const parameters = columns.map((column, index) => `$${index + 1}::${types.get(column) ?? "text"}[]`).join(", ");
  // A batch whose answer was lost on the way is given again.
  return `INSERT INTO "AuditEvent" (${names}) SELECT * FROM unnest(${parameters}) ON CONFLICT ("id") DO NOTHING`;
}

/** One array for each column. Times are in milliseconds in `values`. */
function columnsOf(values: readonly Value[]): (Value | Date)[][] {
  const width = columnsOfRecord.length;
  const columns: (Value | Date)[][] = columnsOfRecord.map(() => []);
  for (const [index, value] of values.entries()) columns[index % width]?.push(index % width === 0 ? new Date(Number(value)) : value);
  return columns;
}

function idsOf(key: string, values: readonly Value[]): string[] {
  const width = columnsOfRecord.length;
  return Array.from({ length: values.length / width }, (_none, row) => timeOrderedId(new Date(Number(values[row * width])), key, row));
}
