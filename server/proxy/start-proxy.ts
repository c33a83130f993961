// The proxy on a real database and clock. Everything that it waits for or writes to stops with it.
import type { Config } from "#lib/config.ts";
import type { Db } from "#lib/db.ts";
import { openCredential, tlsOptions } from "#lib/environments/index.ts";
import { recordKubeconfigUse } from "#lib/kubeconfig/index.ts";
import { type MetricSample, sampleStatements } from "#lib/metric-samples/index.ts";
import { instanceKey } from "#lib/secrets.ts";
import type { ClientAddress } from "../client-address.ts";
import type { ProxyStatus } from "../observe/metrics.ts";
import type { RequestMeter } from "../observe/request-meter.ts";
import { createRequestObserver } from "../observe/request-observer.ts";
import { createAccessSnapshot } from "./access-snapshot.ts";
import { createAuditQueue } from "./audit-queue.ts";
import { openAuditRecorder } from "./audit-recorder.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Limits } from "./forwarding.ts";
import { type ClusterProxy, createProxy } from "./handler.ts";
import { createLastUse } from "./last-use.ts";
import { ProxyError } from "./status.ts";
import { createUpstreams } from "./upstream.ts";

export interface StartProxyOptions {
  db: Db;
  /** Where `db` is, as lib/db.ts says it: audit rows go there beside it. */
  location: string;
  /** Holds the key that opens the clusters' sealed credentials. */
  dataDir: string;
  homeUrl(host: string | undefined): string;
  clock?: Clock;
  /** That of the connection unless told. */
  clientAddress?: ClientAddress;
  limits?: Partial<Limits>;
  streamsPerUserMax?: number;
  /** How long the database may be away before nothing is carried any more. */
  staleAfterMs?: number;
  /** What becomes of new requests while their rows cannot be written; they go on unless told. */
  auditFailure?: Config["auditFailure"];
  /** Of the rows that wait. */
  auditWaitingMax?: number;
}

export interface RunningProxy extends ClusterProxy {
  /** Reads who may do what anew, without waiting for the revision to be seen. */
  refresh(): Promise<void>;
  meter: RequestMeter;
  status(): ProxyStatus;
  /** Stores what was counted, on the thread that writes the audit's rows. */
  storeSample(sample: MetricSample): Promise<void>;
  /** Call once nothing is being carried: writes the last audit rows. */
  stop(): Promise<void>;
}

/** Resolves once the proxy knows who may do what. */
export async function startProxy({ db, location, dataDir, clock = systemClock, staleAfterMs, ...options }: StartProxyOptions): Promise<RunningProxy> {
  const { auditFailure = "continue", auditWaitingMax } = options;
  const key = instanceKey(dataDir);
  const snapshot = await createAccessSnapshot({ db, ...(staleAfterMs === undefined ? {} : { staleAfterMs }) });
  const upstreams = createUpstreams({
    tlsOptions,
    openCredential: (environmentId, sealedToken) => openCredential(key, { environmentId, kind: "proxy", sealedToken }),
  });
  const recorder = openAuditRecorder(location);
  const audit = createAuditQueue({ write: recorder.record, ...(auditWaitingMax === undefined ? {} : { waitingMax: auditWaitingMax }) });
  const noteUse = createLastUse((uses) => recordKubeconfigUse(db, uses));
  const observer = createRequestObserver();
  observer.meter.retain(snapshot.current().environments);
  const proxy = createProxy({ ...options, snapshot, upstreams, clock, noteUse, observer, audit: audit.push, requireAudit });

  function requireAudit(): void {
    if (auditFailure === "continue" || !audit.status().failing) return;
    throw new ProxyError(503, "the audit cannot be written at the moment, and nothing is carried without it; tell an administrator of Drawbridge");
  }

  return {
    ...proxy,
    refresh: snapshot.refresh,
    meter: observer.meter,
    status() {
      const { access, ageMs, staleAfterMs } = snapshot.status();
      return {
        snapshotAgeMs: ageMs,
        snapshotStaleAfterMs: staleAfterMs,
        carried: proxy.openStreams.size,
        audit: { ...audit.status(), refuses: auditFailure === "refuse" },
        environments: [...access.environments.values()],
      };
    },
    storeSample: (sample) => recorder.run(sampleStatements(sample)),
    async stop() {
      await snapshot.stop();
      upstreams.close();
      observer.close();
      await audit.close();
      await recorder.close();
    },
  };
}
