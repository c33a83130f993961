// The data path of server/ alone, without pages and jobs, in as many processes as one likes on one port and one data directory: what B9 measures.
// `node bench/relay.ts DATA_DIR CERT_FILE KEY_FILE PORT`; PORT 0 = one that is free.
import { readFileSync } from "node:fs";
import { databaseFile, openDatabase } from "#lib/db.ts";
import { createGateway } from "#server/gateway.ts";
import { startProxy } from "#server/proxy/start-proxy.ts";

const [dataDir = "", certFile = "", keyFile = "", port] = process.argv.slice(2);
const location = databaseFile(dataDir);
const proxy = await startProxy({ db: openDatabase(location), location, dataDir, homeUrl: () => "https://bench.test" });
const gateway = createGateway({
  tls: { cert: readFileSync(certFile), key: readFileSync(keyFile) },
  proxy,
  pages: {
    request: (_request, response) => response.writeHead(404).end(),
    upgrade: (_request, socket) => socket.end(),
  },
  isOurHost: () => false,
  operatorDoor: { answer: () => false },
});
// The kernel spreads new connections over all sockets that listen on the port with this option (socket(7), SO_REUSEPORT).
gateway.server.listen({ host: "127.0.0.1", port: Number(port), reusePort: true }, () => {
  const address = gateway.server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  process.stdout.write(`listening on 127.0.0.1:${address.port}\n`);
});
process.once("SIGTERM", () => process.exit(0));
