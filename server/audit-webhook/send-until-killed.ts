// The webhook in a process of its own, for the test that kills it: database file and configuration file as arguments.
import { logger } from "#lib/logger.ts";
import { startAuditWebhook } from "./start-webhook.ts";

const [, , databaseFile = "", configFile = ""] = process.argv;
await startAuditWebhook({ databaseFile, configFile, logger, times: { waitMs: 20, retryMs: { first: 20, longest: 50 } } });
process.stdout.write("started\n");
