// One form of a value for both databases: what is compared, and from which PostgreSQL's is made. Text, or null.
import { isUtf8 } from "node:buffer";

export type ColumnType = "text" | "integer" | "bigint" | "double" | "boolean" | "time" | "bytes";

/** By PostgreSQL's own names; a column of any other type is none that Drawbridge has. */
export const columnTypes = new Map<string, ColumnType>([
  ["text", "text"],
  ["integer", "integer"],
  ["bigint", "bigint"],
  ["double precision", "double"],
  ["boolean", "boolean"],
  ["timestamp with time zone", "time"],
  ["bytea", "bytes"],
]);

type StoredValue = null | bigint | number | string | Uint8Array;

/** Stands for what PostgreSQL's text cannot hold. */
const replacement = "\uFFFD";

/** What SQLite has stored, whose columns hold values of any type. Throws a clause when it is none of the column's. */
export function canonicalOf(type: ColumnType, value: StoredValue): string | null {
  if (value === null) return null;
  const form = forms[type](value);
  if (form === null) throw new Error(`${value instanceof Uint8Array ? "bytes" : `“${String(value).slice(0, 100)}”`} as ${type}`);
  return form;
}

const forms: Record<ColumnType, (value: Exclude<StoredValue, null>) => string | null> = {
  text: (value) => (typeof value === "string" ? value.replaceAll("\0", replacement) : null),
  integer: (value) => (typeof value === "bigint" && BigInt.asIntN(32, value) === value ? String(value) : null),
  bigint: (value) => (typeof value === "bigint" ? String(value) : null),
  double(value) {
    if (typeof value === "bigint") return BigInt(Number(value)) === value ? String(Number(value)) : null;
    return typeof value === "number" && Number.isFinite(value) ? String(value) : null;
  },
  boolean: (value) => (value === 1n ? "true" : value === 0n ? "false" : null),
  time(value) {
    const at = typeof value === "bigint" ? Number(value) : typeof value === "string" && isoTime.test(value) ? Date.parse(value) : Number.NaN;
    return at >= firstYear && at <= lastTime ? String(at) : null;
  },
  bytes: (value) => (value instanceof Uint8Array ? Buffer.from(value).toString("hex") : null),
};

const isoTime = /^(?:\d{4}|\+\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/;
const firstYear = Date.parse("0001-01-01T00:00:00Z");
/** Of JavaScript's dates; PostgreSQL's last longer. */
const lastTime = 8.64e15;

/** Whether `text`, as it was read, may not be what is stored: it holds what PostgreSQL's text cannot, or what stands for broken UTF-8. */
export function isSuspect(text: string): boolean {
  return text.includes("\0") || text.includes(replacement);
}

/** Whether the bytes of a suspect text cannot stay what they are. */
export function isChanged(bytes: Uint8Array): boolean {
  return bytes.includes(0) || !isUtf8(bytes);
}

/** As PostgreSQL reads it. */
export function postgresqlText(type: ColumnType, canonical: string): string {
  if (type === "bytes") return `\\x${canonical}`;
  // Years beyond 9999 have a sign and zeros before them in ISO 8601, and none there.
  if (type === "time") return new Date(Number(canonical)).toISOString().replace(/^\+0*/, "");
  return canonical;
}

/** An expression for `column` (quoted) that PostgreSQL answers with the canonical form, but for doubles. */
export function canonicalExpression(type: ColumnType, column: string): string {
  if (type === "bytes") return `encode(${column}, 'hex')`;
  if (type === "time") return `(extract(epoch FROM ${column}) * 1000)::bigint::text`;
  return `${column}::text`;
}

/** Of what the expression has answered. */
export function canonicalAnswer(type: ColumnType, answer: string | null): string | null {
  return type === "double" && answer !== null ? String(Number(answer)) : answer;
}
