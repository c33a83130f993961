// Puts the parts together: database, certificate, pages, proxy, gateway. main.ts calls it and ends the process.
import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { Server } from "node:http";
import path from "node:path";
import type { Config } from "#lib/config.ts";
import { database, databaseLocation, migrate } from "#lib/db.ts";
import { logger, setLogLevel } from "#lib/logger.ts";
import { isMoveUnderWay } from "#lib/move/index.ts";
import { instanceKey } from "#lib/secrets.ts";
import packageJson from "../package.json" with { type: "json" };
import { startAuditWebhook } from "./audit-webhook/start-webhook.ts";
import { clientAddressBehind } from "./client-address.ts";
import { lockDataDir } from "./data-dir-lock.ts";
import { descriptorLimit } from "./descriptor-limit.ts";
import { watchEventLoop } from "./event-loop-watch.ts";
import { createGateway } from "./gateway.ts";
import { createHttpRedirect } from "./http-redirect.ts";
import { startJobs } from "./jobs.ts";
import { listen } from "./listen.ts";
import { watchMemory } from "./memory-pressure.ts";
import { watchForMove } from "./move-watch.ts";
import { createPages } from "./next-app.ts";
import { startMetricSampler } from "./observe/metric-sampler.ts";
import { createOperatorDoor } from "./observe/operator-door.ts";
import { buildPages, isBuilt } from "./page-build.ts";
import { systemClock } from "./proxy/clock.ts";
import { startProxy } from "./proxy/start-proxy.ts";
import { openServedIdentity } from "./served-identity.ts";
import { announceSetUp } from "./set-up.ts";
import { stopInOrder } from "./stop-in-order.ts";
import type { ServedTls } from "./tls.ts";
import { welcome } from "./welcome.ts";

export interface Running {
  /** Drains as configured, or within some seconds when `hurried`, then ends everything in order. Does not reject. */
  stop(options: { hurried: boolean }): Promise<void>;
}

const root = path.join(import.meta.dirname, "..");
const requestsMs = 60_000;
const lastBytesMs = 1000;
const hurriedMs = 5000;

/** Starts everything and prints where it is. Throws a sentence for the operator when it cannot. */
export async function start(config: Config, { dev }: { dev: boolean }): Promise<Running> {
  setLogLevel(config.logLevel);
  instanceKey(config.dataDir);
  if (isMoveUnderWay(config.dataDir))
    throw new Error(`The database of ${config.dataDir} is being moved to PostgreSQL. Wait for its end, then start with DRAWBRIDGE_DATABASE_URL set.`);
  await lockDataDir(config.dataDir);
  const db = database();
  await migrate(db);
  if (!dev && !isBuilt(root)) {
    process.stdout.write("Building the pages, once (about half a minute) …\n");
    await buildPages(root);
  }
  const identity = await openServedIdentity(config, db);
  const webhook =
    config.auditWebhookConfigFile === null
      ? null
      : await startAuditWebhook({ location: databaseLocation(config), configFile: config.auditWebhookConfigFile, logger });
  // Before anything is served: a first page must not ask for the set-up that is being done unattended.
  const setUpCode = await announceSetUp(config, db);

  const clientAddress = clientAddressBehind(config.trustedProxies);
  const { isOurHost } = identity;
  const proxy = await startProxy({
    db,
    location: databaseLocation(config),
    dataDir: config.dataDir,
    auditFailure: config.auditFailure,
    clientAddress,
    homeUrl: (host) => identity.externalUrl ?? (host && isOurHost(host) ? `https://${host}` : "Drawbridge"),
  });
  const pages = await createPages({ dev, root, hsts: config.tlsFiles !== null });
  const memory = watchMemory();
  const operatorDoor = createOperatorDoor({
    memory,
    version: packageJson.version,
    meter: proxy.meter,
    proxyStatus: proxy.status,
    webhookStatus: webhook?.status ?? null,
    certificateExpiresAt: () => identity.tls.leaf.validToDate,
    metricsTokenFile: config.metricsTokenFile,
  });
  const stopEventLoopWatch = watchEventLoop({ logger });
  const gateway = createGateway({ tls: pairOf(identity.tls), proxy, pages, isOurHost, operatorDoor, memory, clientAddress });
  const port = await listen(gateway.server, config.listen, "DRAWBRIDGE_LISTEN");
  logger.info({ connectionsMax: gateway.limits.connectionsMax, descriptorLimit: descriptorLimit() }, "the limits of this process");

  let redirect: Server | null = null;
  if (config.httpListen) {
    redirect = createHttpRedirect((host) => (isOurHost(host) ? (identity.externalUrl ?? `https://${host.replace(/:\d+$/, "")}:${port}`) : null));
    await listen(redirect, config.httpListen, "DRAWBRIDGE_HTTP_LISTEN");
  }

  let metrics: Server | null = null;
  if (config.metricsListen) {
    metrics = operatorDoor.createMetricsServer();
    await listen(metrics, config.metricsListen, "DRAWBRIDGE_METRICS_LISTEN");
  }

  // A certificate that was replaced or renewed is shown to new connections; open streams go on.
  const certificateWatch = identity.watch((fresh) => gateway.showCertificate(pairOf(fresh)));

  logger.info({ version: packageJson.version, listen: config.listen.host, port }, "started");
  process.stdout.write(
    welcome({
      version: packageJson.version,
      url: identity.externalUrl ?? ownUrl(config.listen.host, port),
      dataDir: config.dataDir,
      authority: authorityOf(config, identity.tls),
      setUpCode,
    }),
  );

  const sampler = startMetricSampler({ meter: proxy.meter, store: proxy.storeSample });
  const jobs = startJobs({ db, clock: systemClock, logger });
  const moveWatch = watchForMove({ dataDir: config.dataDir, logger, stop: () => process.kill(process.pid, "SIGTERM") });

  return {
    async stop({ hurried }) {
      // A move that is announced while we stop would be a second signal, which ends us at once.
      moveWatch.stop();
      const { drainDelaySeconds, drainGraceSeconds } = config;
      logger.info({ streams: proxy.openStreams.size }, "stopping; what is open may end first, a second signal ends it at once");
      // Everything else goes on until nobody is connected: rights are still watched, certificates and credentials renewed.
      await gateway.drain(
        hurried
          ? { delayMs: 0, requestsMs: hurriedMs, sessionsMs: hurriedMs, lastBytesMs }
          : { delayMs: drainDelaySeconds * 1000, requestsMs, sessionsMs: drainGraceSeconds * 1000, lastBytesMs },
      );
      await stopInOrder([
        ["certificate watch", certificateWatch.stop],
        ["plain http", () => redirect?.close().closeAllConnections()],
        ["metrics", () => metrics?.close().closeAllConnections()],
        ["operator's door", operatorDoor.close],
        ["watches over this process", () => [memory.stop(), stopEventLoopWatch()]],
        ["jobs", jobs.stop],
        ["metric samples", sampler.stop],
        ["pages", pages.close],
        ["proxy", proxy.stop],
        ["audit webhook", () => webhook?.stop()],
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

function pairOf({ cert, key }: ServedTls): { cert: string; key: string } {
  return { cert, key };
}

/** Our own CA, when it is what vouches for us. */
function authorityOf(config: Config, { leaf }: ServedTls): { file: string; sha256: string } | null {
  const file = path.join(config.dataDir, "tls/ca.crt");
  if (config.tlsFiles || !existsSync(file)) return null;
  const authority = new X509Certificate(readFileSync(file));
  return leaf.verify(authority.publicKey) ? { file, sha256: authority.fingerprint256 } : null;
}
