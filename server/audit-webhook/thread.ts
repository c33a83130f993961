// The thread that sends audit events: reading rows, making them JSON and encrypting them would each hold up the thread that carries requests.
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { readAuditRow, toKubernetesEvent } from "#lib/audit/index.ts";
import { readWebhookConfig } from "#lib/audit-webhook/index.ts";
import { openBacklog } from "./backlog.ts";
import { renewedDelivery } from "./delivery.ts";
import { sendEvents } from "./send-events.ts";

/** What this thread is started with. */
export const threadDataSchema = z.object({
  /** Of the database, as lib/db.ts says it. */
  location: z.string(),
  configFile: z.string(),
  batch: z.object({ rowsMax: z.number(), charactersMax: z.number(), waitMs: z.number() }),
  retryMs: z.object({ first: z.number(), longest: z.number() }),
});

const { location, configFile, batch, retryMs } = threadDataSchema.parse(workerData);
const ending = new AbortController();
parentPort?.once("message", () => ending.abort());

const backlog = await openBacklog(location);
// From here on each row that is written will be sent.
parentPort?.postMessage("ready");
const delivery = renewedDelivery(() => readWebhookConfig(configFile));
await sendEvents({
  ...{ backlog, batch, retryMs, signal: ending.signal, random: Math.random },
  delivery: delivery.current,
  eventOf: (row) => JSON.stringify(toKubernetesEvent(readAuditRow(row))),
  onChange: (state) => parentPort?.postMessage(state),
});
delivery.close();
await backlog.close();
parentPort?.close();
