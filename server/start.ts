// Puts the parts together: database, certificate, pages, proxy, gateway. main.ts calls it and ends the process.
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import path from "node:path";
import type { Config } from "#lib/config.ts";
import { database, migrate } from "#lib/db.ts";
import { logger, setLogLevel } from "#lib/logger.ts";
import { instanceKey } from "#lib/secrets.ts";
import packageJson from "../package.json" with { type: "json" };
import { lockDataDir } from "./data-dir-lock.ts";
import { descriptorLimit } from "./descriptor-limit.ts";
import { watchEventLoop } from "./event-loop-watch.ts";
import { createGateway } from "./gateway.ts";
import { createHttpRedirect } from "./http-redirect.ts";
import { startJobs } from "./jobs.ts";
import { listen } from "./listen.ts";
import { watchMemory } from "./memory-pressure.ts";
import { createPages } from "./next-app.ts";
import { createOperatorDoor } from "./observe/operator-door.ts";
import { buildPages, isBuilt } from "./page-build.ts";
import { systemClock } from "./proxy/clock.ts";
import { startProxy } from "./proxy/start-proxy.ts";
import { announceSetUp } from "./set-up.ts";
import { stopInOrder } from "./stop-in-order.ts";
import { isNameOf, loadTls } from "./tls.ts";
import { welcome } from "./welcome.ts";

export interface Running {
  /** Drains as configured, or within some seconds when `hurried`, then ends everything in order. Does not reject. */
  stop(options: { hurried: boolean }): Promise<void>;
}

const root = path.join(import.meta.dirname, "..");
const requestsMs = 60_000;
const lastBytesMs = 1000;
const hurriedMs = 5000;
const tlsReloadMs = 60_000;

/** Starts everything and prints where it is. Throws a sentence for the operator when it cannot. */
export async function start(config: Config, { dev }: { dev: boolean }): Promise<Running> {
  setLogLevel(config.logLevel);
  instanceKey(config.dataDir);
  await lockDataDir(config.dataDir);
  const db = database();
  await migrate(db);
  if (!dev && !isBuilt(root)) {
    process.stdout.write("Building the pages, once (about half a minute) …\n");
    await buildPages(root);
  }
  let tls = await loadTls(config, new Date());
  // Before anything is served: a first page must not ask for the set-up that is being done unattended.
  const setUpCode = await announceSetUp(config, db);

  const isOurHost = (host: string) => isNameOf(tls.leaf, config.externalUrl, host);
  const proxy = await startProxy({
    db,
    dataDir: config.dataDir,
    homeUrl: (host) => config.externalUrl ?? (host && isOurHost(host) ? `https://${host}` : "Drawbridge"),
  });
  const pages = await createPages({ dev, root, hsts: config.tlsFiles !== null });
  const memory = watchMemory();
  const operatorDoor = createOperatorDoor({
    memory,
    version: packageJson.version,
    meter: proxy.meter,
    proxyStatus: proxy.status,
    certificateExpiresAt: () => tls.leaf.validToDate,
    metricsTokenFile: config.metricsTokenFile,
  });
  const stopEventLoopWatch = watchEventLoop({ logger });
  const gateway = createGateway({ tls: { cert: tls.cert, key: tls.key }, proxy, pages, isOurHost, operatorDoor, memory });
  const port = await listen(gateway.server, config.listen, "DRAWBRIDGE_LISTEN");
  logger.info({ connectionsMax: gateway.limits.connectionsMax, descriptorLimit: descriptorLimit() }, "the limits of this process");

  let redirect: Server | null = null;
  if (config.httpListen) {
    redirect = createHttpRedirect((host) => (isOurHost(host) ? (config.externalUrl ?? `https://${host.replace(/:\d+$/, "")}:${port}`) : null));
    await listen(redirect, config.httpListen, "DRAWBRIDGE_HTTP_LISTEN");
  }

  let metrics: Server | null = null;
  if (config.metricsListen) {
    metrics = operatorDoor.createMetricsServer();
    await listen(metrics, config.metricsListen, "DRAWBRIDGE_METRICS_LISTEN");
  }

  // A certificate that was replaced or renewed is shown to new connections; open streams go on.
  const tlsTimer = setInterval(async () => {
    try {
      const fresh = await loadTls(config, new Date());
      if (fresh.cert === tls.cert) return;
      tls = fresh;
      gateway.showCertificate({ cert: fresh.cert, key: fresh.key });
      logger.info({ expiresAt: fresh.leaf.validToDate }, "showing a new certificate");
    } catch (error) {
      logger.error({ err: error }, "the certificate could not be read again; the one in use stays");
    }
  }, tlsReloadMs);

  logger.info({ version: packageJson.version, listen: config.listen.host, port }, "started");
  process.stdout.write(
    welcome({
      version: packageJson.version,
      url: config.externalUrl ?? ownUrl(config.listen.host, port),
      dataDir: config.dataDir,
      authority: authorityOf(config),
      setUpCode,
    }),
  );

  const jobs = startJobs({ db, clock: systemClock, logger });

  return {
    async stop({ hurried }) {
      const { drainDelaySeconds, drainGraceSeconds } = config;
      logger.info({ streams: proxy.openStreams.size }, "stopping; what is open may end first, a second signal ends it at once");
      // Everything else goes on until nobody is connected: rights are still watched, certificates and credentials renewed.
      await gateway.drain(
        hurried
          ? { delayMs: 0, requestsMs: hurriedMs, sessionsMs: hurriedMs, lastBytesMs }
          : { delayMs: drainDelaySeconds * 1000, requestsMs, sessionsMs: drainGraceSeconds * 1000, lastBytesMs },
      );
      await stopInOrder([
        ["certificate watch", () => clearInterval(tlsTimer)],
        ["plain http", () => redirect?.close().closeAllConnections()],
        ["metrics", () => metrics?.close().closeAllConnections()],
        ["operator's door", operatorDoor.close],
        ["watches over this process", () => [memory.stop(), stopEventLoopWatch()]],
        ["jobs", jobs.stop],
        ["pages", pages.close],
        ["proxy", proxy.stop],
        ["database", () => db.$disconnect()],
      ]);
      logger.info("stopped");
    },
  };
}

/** How a browser on this machine reaches us. */
function ownUrl(listenHost: string, port: number): string {
  const host = listenHost === "0.0.0.0" || listenHost === "::" ? "localhost" : listenHost;
  return `https://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function authorityOf(config: Config): { file: string; sha256: string } | null {
  if (config.tlsFiles) return null;
  const file = path.join(config.dataDir, "tls/ca.crt");
  return { file, sha256: new X509Certificate(readFileSync(file)).fingerprint256 };
}
