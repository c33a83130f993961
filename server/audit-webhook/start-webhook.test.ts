// The webhook with its thread, as the process starts it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { logger } from "#lib/logger.ts";
import { openTestDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { type AuditReceiver, startAuditReceiver } from "../testing/audit-receiver.ts";
import { startAuditWebhook } from "./start-webhook.ts";

let database: TestDatabase;
let receiver: AuditReceiver;
let configFile: string;
beforeEach(async () => {
  [database, receiver] = await Promise.all([openTestDatabase(), startAuditReceiver()]);
  configFile = path.join(database.dataDir, "webhook.yaml");
  await writeFile(path.join(database.dataDir, "ca.pem"), receiver.ca);
  await writeFile(
    configFile,
    `apiVersion: v1
kind: Config
clusters: [{ name: receiver, cluster: { server: "${receiver.url}", certificate-authority: ca.pem } }]
users: [{ name: drawbridge, user: { token: t0ken } }]
contexts: [{ name: webhook, context: { cluster: receiver, user: drawbridge } }]
current-context: webhook
`,
  );
});
afterEach(async () => {
  await receiver.close();
  await database.close();
});

const soon = { timeout: 60_000 };
const times = { waitMs: 20, retryMs: { first: 20, longest: 50 } };

async function write(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) ids.push((await database.db.auditEvent.create({ data: { at: new Date(), action: "request.forwarded" } })).id);
  return ids;
}

it("sends each row that is written after its start, and tells how it goes", { timeout: 120_000 }, async () => {
  const told = { warn: vi.spyOn(logger, "warn"), info: vi.spyOn(logger, "info") };
  const webhook = await startAuditWebhook({ location: database.location, configFile, logger, times });
  receiver.answer = (response) => void response.writeHead(503).end();
  const ids = await write(3);
  await expect.poll(() => webhook.status(), soon).toMatchObject({ waiting: 3, waitingSince: expect.any(Date) });
  await expect.poll(() => webhook.status().failures, soon).toBeGreaterThan(2);
  receiver.answer = (response) => void response.end();
  await receiver.until(3);
  expect(receiver.taken).toEqual(ids);
  await expect.poll(() => webhook.status(), soon).toMatchObject({ sent: 3, waiting: 0, waitingSince: null, deleted: 0 });
  expect(told.warn.mock.calls).toEqual([[{ reason: "it answered 503" }, "the audit webhook takes no events; they wait"]]);
  expect(told.info.mock.calls).toEqual([[{ waiting: 0 }, "the audit webhook takes events again"]]);
  vi.restoreAllMocks();
  await webhook.stop();
});

it("takes up a replaced token at the next try", { timeout: 120_000 }, async () => {
  receiver.answer = (response) => void response.writeHead(response.req.headers.authorization === "Bearer n3w" ? 200 : 401).end();
  vi.spyOn(logger, "warn").mockReturnValue();
  const webhook = await startAuditWebhook({ location: database.location, configFile, logger, times });
  await write(1);
  await receiver.asked();
  await writeFile(configFile, (await readFile(configFile, "utf8")).replace("t0ken", "n3w"));
  await receiver.until(1);
  vi.restoreAllMocks();
  await webhook.stop();
});

it("does not start with a configuration that it cannot use, and says which setting and why", async () => {
  await writeFile(configFile, "kind: Config");
  await expect(startAuditWebhook({ location: database.location, configFile, logger, times })).rejects.toThrow(
    /^DRAWBRIDGE_AUDIT_WEBHOOK_CONFIG_FILE: .*webhook\.yaml: the file is malformed at /,
  );
});

it("loses no row when the process is killed with a batch under way, and sends none out of order", { timeout: 120_000 }, async () => {
  const run = async () => {
    const program = path.join(import.meta.dirname, "send-until-killed.ts");
    const child = spawn(process.execPath, [program, database.location, configFile], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    return child;
  };
  const first = await run();
  const before = await write(3);
  await receiver.until(3);
  // It takes the batch, and the process dies before it has heard so.
  receiver.answer = () => {};
  const asked = receiver.asked();
  const during = await write(3);
  await asked;
  first.kill("SIGKILL");
  await once(first, "close");
  receiver.answer = (response) => void response.end();
  const after = await write(2);
  const second = await run();
  await expect.poll(() => receiver.taken, soon).toEqual(expect.arrayContaining([...before, ...during, ...after]));
  expect([...new Set(receiver.taken)]).toEqual([...before, ...during, ...after]);
  second.kill("SIGKILL");
  await once(second, "close");
});
