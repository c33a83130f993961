// For the test of a move: what of a running Drawbridge has the data directory and writes to its database. Prints the id of each audit row that it
// was given, also of those that still wait when it is asked to stop.
import { randomUUID } from "node:crypto";
import { databaseFile } from "#lib/db.ts";
import { logger } from "#lib/logger.ts";
import { lockDataDir } from "../data-dir-lock.ts";
import { watchForMove } from "../move-watch.ts";
import { createAuditQueue } from "../proxy/audit-queue.ts";
import { openAuditRecorder } from "../proxy/audit-recorder.ts";

const [, , dataDir = ""] = process.argv;
await lockDataDir(dataDir);
const recorder = openAuditRecorder(databaseFile(dataDir));
const queue = createAuditQueue({ write: recorder.record });

function push(): void {
  const auditID = randomUUID();
  queue.push({
    ...{ at: new Date(), action: "request.forwarded", actorId: null, actorLogin: "bob", sourceIP: "10.0.0.1", userAgent: null, environmentId: 1 },
    ...{ environmentName: "prod", kubeconfigId: null, message: null, auditID, stage: "ResponseComplete", verb: "get", requestURI: "/api", apiGroup: "" },
    ...{ resource: "pods", subresource: null, namespace: "web", name: "p", code: 200, durationMs: 1, requestBytes: 0, responseBytes: 5, endedBy: null },
  });
  process.stdout.write(`${auditID}\n`);
}

const pushing = setInterval(push, 2);
watchForMove({
  dataDir,
  logger,
  async stop() {
    clearInterval(pushing);
    for (let index = 0; index < 300; index++) push();
    await queue.close();
    await recorder.close();
    process.exit(0);
  },
});
