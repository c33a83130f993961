// Puts the parts together. Temporary gateway until server/gateway.ts lands.
import https from "node:https";
import path from "node:path";
import type { Config } from "#lib/config.ts";
import { database, migrate } from "#lib/db.ts";
import { setLogLevel } from "#lib/logger.ts";
import { createPages } from "./next-app.ts";
import { buildPages, isBuilt } from "./page-build.ts";
import { loadTls } from "./tls.ts";

export interface Running {
  stop(): Promise<void>;
}

const root = path.join(import.meta.dirname, "..");

export async function start(config: Config, options: { dev: boolean }): Promise<Running> {
  setLogLevel(config.logLevel);
  await migrate(database());
  const tls = await loadTls(config, new Date());
  if (!options.dev && !isBuilt(root)) {
    process.stdout.write("Building the pages, once (about 20 s) …\n");
    await buildPages(root);
  }
  const pages = await createPages({ dev: options.dev, root, hsts: config.tlsFiles !== null });
  const server = https.createServer({ cert: tls.cert, key: tls.key, ALPNProtocols: ["http/1.1"] }, (request, response) => {
    request.headers["x-drawbridge-client-ip"] = request.socket.remoteAddress ?? "";
    pages.request(request, response);
  });
  server.on("upgrade", pages.upgrade);
  await new Promise<void>((resolve) => server.listen(config.listen.port, config.listen.host, resolve));
  process.stdout.write(`Drawbridge is at https://${config.listen.host}:${config.listen.port}\n`);
  return {
    async stop() {
      server.closeAllConnections();
      server.close();
      await pages.close();
    },
  };
}
