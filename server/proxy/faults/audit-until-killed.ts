// Carries requests until it is killed, on the data directory given, several at a time: each answered one becomes a line with its Audit-Id and
// the moment of its answer.
import { databaseFile, openDatabase } from "#lib/db.ts";
import { connect } from "#server/testing/gateway.ts";
import { startRelay } from "#server/testing/relay.ts";
import { sound } from "./exchanges.ts";

const [, , dataDir = ""] = process.argv;
const location = databaseFile(dataDir);
const db = openDatabase(location);
const relay = await startRelay({ script: sound, openDatabase: async () => ({ db, dataDir, location, close: async () => {} }) });

async function ask(name: string): Promise<void> {
  const client = await connect(relay.gateway);
  for (let index = 0; ; index++) {
    client.received = "";
    client.send(relay.fill(`GET {prefix}/api/v1/pods HTTP/1.1\r\n{auth}\r\nAudit-Id: ${name}-${index}\r\n\r\n`));
    await client.until("{}");
    process.stdout.write(`${name}-${index} ${Date.now()}\n`);
  }
}

await Promise.all(["a", "b", "c", "d"].map(ask));
