// The ways to one API server: straight to it, with the same impersonation headers that Drawbridge sends; and through Drawbridge, by the
// URL of the environment and by the root paths.
import type { Case, Step } from "./case.ts";
import { type Comparable, comparable } from "./compare.ts";
import type { Origin, WireConnection } from "./wire-connection.ts";

export interface Way {
  name: string;
  origin: Origin;
  prefix: string;
  /** Lines that say who asks, by person. */
  credentials: Record<Case["as"], readonly string[]>;
}

export type Values = Readonly<Record<string, string>>;
export type Outcome = { status: number; answer: Comparable };

/** Makes the requests of a case one after the other, each with what the answers before it gave. */
export async function walk(way: Way, connection: WireConnection, { steps, vary, as }: Case, fixtures: Values): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let values = fixtures;
  for (const { method, path, headers, body, chunkBytes } of steps) {
    const lines = [`Host: ${way.origin.host}:${way.origin.port}`, ...way.credentials[as], ...headers.map((line) => fill(line, values, String))];
    const target = way.prefix + fill(path, values, encodeURIComponent);
    const answer = await connection.ask({ method, target, headers: lines, body: fillBody(body, values), chunkBytes });
    outcomes.push({ status: answer.status, answer: comparable(answer, way.prefix, vary) });
    values = { ...values, ...given(answer.headers, answer.body) };
  }
  return outcomes;
}

function fill(text: string, values: Values, encode: (value: string) => string): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : encode(value);
  });
}

function fillBody(body: Step["body"], values: Values): Buffer | null {
  return body === null || body.length > 100_000 ? body : Buffer.from(fill(body.toString("latin1"), values, String), "latin1");
}

/** What a later request may need of an answer: `{continue}`, `{version}`, `{uid}`, `{etag}`. */
function given(headers: readonly (readonly [string, string])[], body: Buffer): Values {
  const text = body.toString("latin1");
  const values: Record<string, string> = {};
  const keep = (name: string, value: string | undefined) => {
    if (value !== undefined) values[name] = value;
  };
  keep("continue", /"continue":"([^"]+)"/.exec(text)?.[1]);
  keep("version", /"resourceVersion":"(\d+)"/.exec(text)?.[1]);
  keep("uid", /"uid":"([^"]+)"/.exec(text)?.[1]);
  keep("etag", headers.find(([name]) => name.toLowerCase() === "etag")?.[1]);
  return values;
}
