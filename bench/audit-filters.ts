// `node bench/audit-filters.ts [ROWS]`: how long a page of the audit takes with each filter and with pairs of them, on a table of a million rows,
// and what a row costs the thread that writes it.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listAuditEvents, type RequestRecord } from "#lib/audit/index.ts";
import { auditFilterSchema } from "#lib/audit/schema.ts";
import type { Context } from "#lib/context.ts";
import { databaseFile, migrate, openDatabase } from "#lib/db.ts";
import { createBatch } from "#server/proxy/audit-batch.ts";
import { openAuditRecorder } from "#server/proxy/audit-recorder.ts";
import { makeAuditRows } from "./audit/make-rows.ts";

const single = {
  person: "person7",
  environment: 3,
  namespace: "ns7",
  resource: "secrets",
  verb: "delete",
  result: "failed",
  kubeconfig: "file7",
  action: "kubeconfig",
  address: "10.0.1.7",
  until: "2026-06-20T00:00:00Z",
};
/** What is common, beside what is rare; and what nobody has. */
const more = [{}, { resource: "pods" }, { verb: "get" }, { action: "request" }, { result: "ok" }, { result: "refused" }, { person: "nobody" }];
const common = { resource: "pods", verb: "get" };
const tries = 3;
const batches = 40;

const rows = Number(process.argv[2] ?? 1_000_000);
const dataDir = mkdtempSync(join(tmpdir(), "drawbridge-bench-audit-"));
const file = databaseFile(dataDir);
const db = openDatabase(file);
const now = new Date("2026-08-28T00:00:00Z");
const context: Context = {
  ...{ db, now },
  actor: { kind: "person", person: { id: "ada", login: "ada", displayName: "Ada", isAdmin: true }, sourceIP: "127.0.0.1" },
};
try {
  await migrate(db);
  makeAuditRows(file, rows);
  tell(`${rows} rows, ${Math.round(statSync(file).size / 1024 / 1024)} MiB`);
  for (const filter of filters()) tell(`${String(Math.round(await milliseconds(filter))).padStart(6)} ms  ${JSON.stringify(filter)}`);
  tell(`${(await microsecondsToWrite()).toFixed(1)} µs to write a row, in batches of 500`);
} finally {
  await db.$disconnect();
  rmSync(dataDir, { recursive: true });
}

function filters(): object[] {
  const singles = Object.entries(single).map(([name, value]) => ({ [name]: value }));
  const pairs = singles.flatMap((one, index) => singles.slice(index + 1).map((other) => ({ ...one, ...other })));
  const withCommon = singles.map((one) => ({ ...common, ...one }));
  return [...more, ...singles, ...pairs, ...withCommon];
}

/** The median of some tries. */
async function milliseconds(filter: object): Promise<number> {
  const parsed = auditFilterSchema.parse(filter);
  const times: number[] = [];
  for (let index = 0; index < tries; index++) {
    const startedAt = performance.now();
    await listAuditEvents(context, parsed);
    times.push(performance.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(tries / 2)] ?? Number.NaN;
}

async function microsecondsToWrite(): Promise<number> {
  const recorder = openAuditRecorder(file);
  await recorder.record(createBatch([recordOf(0)]));
  const startedAt = performance.now();
  for (let batch = 0; batch < batches; batch++) await recorder.record(createBatch(Array.from({ length: 500 }, (_none, index) => recordOf(index))));
  const took = performance.now() - startedAt;
  await recorder.close();
  return (took * 1000) / (batches * 500);
}

function recordOf(index: number): RequestRecord {
  return {
    ...{ at: now, action: "request.forwarded", actorId: "u1", actorLogin: `person${index % 200}`, sourceIP: `10.0.1.${index % 250}` },
    ...{ userAgent: "kubectl/v1.36.0 (linux/amd64)", environmentId: index % 20, environmentName: `environment${index % 20}`, message: null },
    ...{ kubeconfigId: `file${index % 400}`, auditID: crypto.randomUUID(), stage: "ResponseComplete", verb: "get", requestURI: "/api/v1/pods" },
    ...{ apiGroup: "", resource: "pods", subresource: null, namespace: `ns${index % 300}`, name: null, code: 200, durationMs: 12 },
    ...{ requestBytes: 0, responseBytes: 4000, endedBy: null },
  };
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
