// The webhook in a process of its own, for the test that kills it: where the database is and the configuration file as arguments.
import { logger } from "#lib/logger.ts";
import { startAuditWebhook } from "./start-webhook.ts";

const [, , location = "", configFile = ""] = process.argv;
await startAuditWebhook({ location, configFile, logger, times: { waitMs: 20, retryMs: { first: 20, longest: 50 } } });
process.stdout.write("started\n");
