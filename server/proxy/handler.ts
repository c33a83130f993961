// The data path. Whatever a client asks of a cluster goes through `handle`, and every refusal leaves through its one catch.
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Identity } from "#lib/access/index.ts";
import type { RequestRecord } from "#lib/audit/index.ts";
import { isProxyTarget, type ProxyPath, parseProxyPath } from "#lib/environments/index.ts";
import { type ClientAddress, peerAddress } from "../client-address.ts";
import type { RequestObserver } from "../observe/request-observer.ts";
import type { AccessSnapshot } from "./access-snapshot.ts";
import { AuditTrail } from "./audit-trail.ts";
import { authenticate, presentedToken } from "./authenticate.ts";
import { authorize, requireEnvironment } from "./authorize.ts";
import { clientName } from "./client-name.ts";
import type { Clock } from "./clock.ts";
import { connectTarget, createConnectRights } from "./connect-rights.ts";
import { type Exchange, refuse } from "./exchange.ts";
import { expiryWarnings } from "./expiry-warning.ts";
import { forwardRequest } from "./forward-request.ts";
import { forwardUpgrade } from "./forward-upgrade.ts";
import { defaultLimits, type Forwarding, type Limits, type Outcome } from "./forwarding.ts";
import { checkFraming } from "./framing.ts";
import { headCharacters } from "./head-characters.ts";
import type { NoteUse } from "./last-use.ts";
import { type Carried, createOpenStreams, type OpenStreams } from "./open-streams.ts";
import { requireReading } from "./read-only.ts";
import { describeRequest, type RequestInfo } from "./request-info.ts";
import { ClientGone, ProxyError } from "./status.ts";
import { createStrangerRows } from "./stranger-rows.ts";
import type { Upstreams } from "./upstream.ts";

export interface ProxyOptions {
  snapshot: AccessSnapshot;
  upstreams: Upstreams;
  clock: Clock;
  /** Takes a row and returns at once. */
  audit(record: RequestRecord): void;
  /** Throws ProxyError 503 when rows cannot be written and nothing is to be carried without. */
  requireAudit(): void;
  noteUse: NoteUse;
  observer: RequestObserver;
  /** That of the connection unless told. */
  clientAddress?: ClientAddress;
  /** Where a person makes a new file, by the Host that they used. */
  homeUrl(host: string | undefined): string;
  limits?: Partial<Limits>;
  streamsPerUserMax?: number;
}

export interface ClusterProxy {
  /** Answers in every case; never rejects. */
  handle(exchange: Exchange): Promise<void>;
  openStreams: OpenStreams;
}

export function createProxy(options: ProxyOptions): ClusterProxy {
  const { snapshot, upstreams, clock, observer, clientAddress = peerAddress } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const openStreams = createOpenStreams({ clock, streamsPerUserMax: options.streamsPerUserMax ?? 2000 });
  const warnings = expiryWarnings();
  const strangerRows = createStrangerRows();
  const connectRights = createConnectRights();
  snapshot.onChange((access) => {
    openStreams.review(access);
    upstreams.retain(access.environments);
    observer.meter.retain(access.environments);
  });

  async function handle(exchange: Exchange): Promise<void> {
    const { request } = exchange;
    const clientIP = clientAddress(request);
    const now = clock.now();
    const startedAt = performance.now();
    let carries: Carried = "request";
    const trail = new AuditTrail({ request, clientIP, auditID: auditIDOf(request), at: now });
    const homeUrl = () => options.homeUrl(request.headers.host);
    try {
      checkFraming(exchange);
      const token = presentedToken(request);
      let access = snapshot.current();
      if (token !== null && token.hash !== null && !access.tokens.has(token.hash)) {
        // A file works from the moment it is issued, also when another process issued it.
        await snapshot.catchUp();
        access = snapshot.current();
      }
      const caller = authenticate(token, access, { now, homeUrl });
      trail.caller = caller;
      const { environmentId, prefix, rest } = requestedPath(request);
      const info = describeRequest(request.method ?? "", rest);
      trail.info = info;
      const environment = requireEnvironment(access, caller, environmentId);
      trail.environment = environment;
      const identity = authorize(caller, environment);
      requireReading(environment, info);
      options.requireAudit();
      options.noteUse(caller.token.file.id, now, () => ({ address: clientIP, client: clientName(request.headers["user-agent"]) }));
      carries = carriedBy(exchange, info);
      const upstream = upstreams.to(environment);
      const lease = openStreams.lease({
        ...{ caller, environmentId: environment.id, identity, carries, homeUrl },
        headCharacters: () => headCharacters(request),
        stillAllowed: (current) => requireReading(current, info),
      });
      const opened = carries === "request" ? null : observer.open(environment, info);
      const forwarding: Forwarding = {
        ...{ upstream, info, prefix, target: rest, clientIP, auditID: trail.auditID, lease, limits },
        extraHeaders: warnings(caller.token, now, homeUrl),
        renewUpstream: () => renewUpstream(environment.id, environment.sealedToken),
        onStreamStarted(code) {
          opened?.begin();
          options.audit(trail.started(code));
        },
      };
      try {
        if (environment.connectAsCreate) await requireConnecting(forwarding, identity);
        trail.outcome = await forward(exchange, forwarding, identity);
      } finally {
        lease.release();
        opened?.close();
      }
    } catch (error) {
      if (!(error instanceof ClientGone)) {
        trail.refusal = observer.refusalFor(error, trail);
        refuse(exchange, trail.refusal, { discovery: trail.info?.discovery ?? false, auditID: trail.auditID });
      }
    } finally {
      const record = trail.finished();
      writeRow(record);
      if (isBrokenOff(exchange, trail.outcome)) observer.brokeOff(trail);
      observer.finished(trail, record, carries === "request" ? (performance.now() - startedAt) / 1000 : null);
    }
  }

  async function requireConnecting(forwarding: Forwarding, identity: Identity): Promise<void> {
    const target = connectTarget(forwarding.info);
    if (target === null) return;
    await connectRights.require({ ...forwarding, target, identity });
    // The caller's right to be here may have ended while the cluster was asked.
    if (forwarding.lease.ended !== null) throw forwarding.lease.ended.error;
  }

  function writeRow(record: RequestRecord): void {
    if (record.actorId !== null) {
      options.audit(record);
      return;
    }
    const taken = strangerRows.take(record.sourceIP ?? "", record.at);
    if (taken === null) return;
    const more = `${taken.leftOut} more by nobody known came from here before and are not listed`;
    options.audit(taken.leftOut === 0 ? record : { ...record, message: record.message === null ? more : `${record.message} (${more})` });
  }

  async function renewUpstream(environmentId: number, refusedCredential: string | null) {
    await snapshot.refresh();
    const environment = snapshot.current().environments.get(environmentId);
    return environment && environment.sealedToken !== refusedCredential ? upstreams.to(environment) : null;
  }

  return { handle, openStreams };
}

function forward(exchange: Exchange, forwarding: Forwarding, identity: Identity): Promise<Outcome> {
  return exchange.kind === "request" ? forwardRequest(exchange, forwarding, identity) : forwardUpgrade(exchange, forwarding, identity);
}

/** A path below our prefix in a spelling that is not ours names nothing; any other path is the environment's own, as the token says. */
function requestedPath({ url = "/" }: IncomingMessage): Pick<ProxyPath, "prefix" | "rest"> & { environmentId: number | null } {
  const path = parseProxyPath(url);
  if (path === null && isProxyTarget(url)) throw new ProxyError(404, "there is no environment at this address");
  return path ?? { environmentId: null, prefix: "", rest: url };
}

function carriedBy({ kind }: Exchange, { watch, longRunning }: RequestInfo): Carried {
  if (kind === "upgrade" || (longRunning && !watch)) return "session";
  return watch ? "watch" : "request";
}

/** Neither the client nor Drawbridge ended the answer, and yet it has no end. */
function isBrokenOff(exchange: Exchange, outcome: Outcome | null): boolean {
  return exchange.kind === "request" && outcome?.endedBy === "server" && !exchange.response.writableEnded;
}

/** The client's own, as the API server would take it, if it is fit for a header and a log; else a new one. */
function auditIDOf(request: IncomingMessage): string {
  const given = request.headers["audit-id"];
  return typeof given === "string" && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID();
}
