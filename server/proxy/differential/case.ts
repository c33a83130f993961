import type { Variation } from "./compare.ts";

/** One request and the status it must have on each way: two equal failures are no proof. */
export interface Step {
  method: string;
  /** Behind the prefix; `{name}` stands for a value of the fixtures or of an earlier answer (`Values`), percent-encoded. */
  path: string;
  status: number;
  /** `Name: value`; values as in `path`, not encoded. */
  headers: readonly string[];
  body: Buffer | null;
  chunkBytes?: number | undefined;
}

export interface Case {
  title: string;
  steps: readonly Step[];
  vary: readonly Variation[];
  /** Leaves something behind for a moment: the ways take turns. Else all are asked at once. */
  takesTurns: boolean;
  as: Person;
}

/** `admin` may do everything, `reader` only read, `other` has a name beyond ASCII. */
export const people = ["admin", "reader", "other"] as const;
export type Person = (typeof people)[number];

type StepOptions = { accept?: string; type?: string; headers?: readonly string[]; body?: string | Buffer | object; chunkBytes?: number };
type CaseOptions = { title?: string; vary?: readonly Variation[]; takesTurns?: boolean; as?: Person };

export function step(method: string, path: string, status: number, { accept, type, headers = [], body, chunkBytes }: StepOptions = {}): Step {
  const lines = [...headers];
  if (accept !== undefined) lines.push(`Accept: ${accept}`);
  if (body !== undefined) lines.push(`Content-Type: ${type ?? "application/json"}`);
  return { method, path, status, headers: lines, body: toBytes(body), chunkBytes };
}

/** A case of one request. */
export function one(method: string, path: string, status: number, options: StepOptions & CaseOptions = {}): Case {
  return several(options.title ?? titleOf(method, path, options), [step(method, path, status, options)], options);
}

/** A case of several requests, one after the other on each way. */
export function several(title: string, steps: readonly Step[], { vary = [], takesTurns = false, as = "admin" }: CaseOptions = {}): Case {
  return { title, steps, vary, takesTurns, as };
}

function titleOf(method: string, path: string, { accept, type, headers = [] }: StepOptions): string {
  const shown = path.length > 120 ? `${path.slice(0, 100)}… (${path.length} bytes)` : path;
  return [method, shown, ...(accept ? [`as ${accept}`] : []), ...(type ? [`of ${type}`] : []), ...headers].join(" ");
}

function toBytes(body: string | Buffer | object | undefined): Buffer | null {
  if (body === undefined) return null;
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}
