// The webhook as the rest of the process sees it: started with everything else, watched, told about, ended.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { readWebhookConfig } from "#lib/audit-webhook/index.ts";
import type { logger as processLogger } from "#lib/logger.ts";
import { createFaultLog } from "../observe/fault-log.ts";
import type { WebhookStatus } from "../observe/webhook-families.ts";

export interface AuditWebhook {
  status(): WebhookStatus;
  /** Lets the batch under way come to its end, for some seconds. What waits goes out after the next start. */
  stop(): Promise<void>;
}

export interface AuditWebhookOptions {
  /** Of the database, as lib/db.ts says it. */
  location: string;
  configFile: string;
  logger: Pick<typeof processLogger, "info" | "warn" | "error">;
  /** For tests. */
  times?: typeof defaultTimes;
}

const batchMax = { rowsMax: 400, charactersMax: 4 * 1024 * 1024 };
const defaultTimes = { waitMs: 1_000, retryMs: { first: 1_000, longest: 60_000 } };
const restartMs = 10_000;
const stopMs = 3_000;
/** The first message of the thread. */
const ready = "ready";

const stateSchema = z.object({
  sent: z.number(),
  failures: z.number(),
  deleted: z.number(),
  waiting: z.number(),
  waitingSince: z.number().nullable(),
  failing: z.string().nullable(),
});
type State = z.infer<typeof stateSchema>;
const nothing: State = { sent: 0, failures: 0, deleted: 0, waiting: 0, waitingSince: null, failing: null };

/** Resolves when each row that is written from now on will be sent. Throws a sentence for the operator when the configuration cannot be used. */
export async function startAuditWebhook({ location, configFile, logger, times = defaultTimes }: AuditWebhookOptions): Promise<AuditWebhook> {
  try {
    readWebhookConfig(configFile);
  } catch (error) {
    throw new Error(`DRAWBRIDGE_AUDIT_WEBHOOK_CONFIG_FILE: ${configFile}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const faults = createFaultLog(logger);
  /** Of the threads before this one. */
  let before = { sent: 0, failures: 0, deleted: 0 };
  let state = nothing;
  let restart: NodeJS.Timeout | undefined;
  let thread: Worker | null = null;
  let stopping = false;

  function tell(next: State): void {
    if (next.failing !== null && next.failures > state.failures)
      faults.report({ key: "webhook", level: "warn", message: "the audit webhook takes no events; they wait", fields: { reason: next.failing } });
    else if (next.failing === null && state.failing !== null) logger.info({ waiting: next.waiting }, "the audit webhook takes events again");
    if (next.deleted > state.deleted) logger.warn({ rows: next.deleted - state.deleted }, "audit rows were deleted before the webhook had taken them");
    state = next;
  }

  function start(): Worker {
    const data = { location, configFile, batch: { ...batchMax, waitMs: times.waitMs }, retryMs: times.retryMs };
    const started = new Worker(new URL("./thread.ts", import.meta.url), { workerData: data, resourceLimits: { maxOldGenerationSizeMb: 128 } });
    started.on("message", (message) => {
      if (message !== ready) tell(stateSchema.parse(message));
    });
    started.on("error", (error) => {
      faults.report({ key: "thread", level: "error", message: "the audit webhook's thread failed; it is started again", fields: { err: error } });
    });
    started.once("exit", () => {
      thread = null;
      before = { sent: before.sent + state.sent, failures: before.failures + state.failures, deleted: before.deleted + state.deleted };
      state = { ...state, sent: 0, failures: 0, deleted: 0 };
      if (!stopping) restart = setTimeout(start, restartMs).unref();
    });
    thread = started;
    return started;
  }

  try {
    await once(start(), "message");
  } catch (error) {
    stopping = true;
    throw error;
  }

  return {
    status: () => ({
      sent: before.sent + state.sent,
      failures: before.failures + state.failures,
      deleted: before.deleted + state.deleted,
      waiting: state.waiting,
      waitingSince: state.waitingSince === null ? null : new Date(state.waitingSince),
    }),
    async stop() {
      stopping = true;
      clearTimeout(restart);
      faults.close();
      const ending = thread;
      if (ending === null) return;
      const exited = once(ending, "exit");
      ending.postMessage("stop");
      const late = setTimeout(() => void ending.terminate(), stopMs);
      await exited;
      clearTimeout(late);
    },
  };
}
