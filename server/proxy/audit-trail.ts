// Step 5: what a request leaves behind. Filled as the steps learn more, so that a refusal tells as much as was known.
import type { IncomingMessage } from "node:http";
import type { EnvironmentAccess } from "#lib/access/index.ts";
import type { RequestRecord } from "#lib/audit/index.ts";
import { redact } from "#lib/logger.ts";
import type { Caller } from "./authenticate.ts";
import type { Outcome } from "./forwarding.ts";
import type { RequestInfo } from "./request-info.ts";
import type { ProxyError } from "./status.ts";

const requestURICharactersMax = 2000;
const userAgentCharactersMax = 200;
/** Kubernetes' own names have 253 at most. */
const nameCharactersMax = 253;

export class AuditTrail {
  caller: Caller | null = null;
  info: RequestInfo | null = null;
  environment: EnvironmentAccess | null = null;
  outcome: Outcome | null = null;
  refusal: ProxyError | null = null;
  readonly auditID: string;
  readonly #request: IncomingMessage;
  readonly #clientIP: string;
  readonly #at: Date;
  readonly #startedAt = performance.now();
  #streamed = false;

  constructor(options: { request: IncomingMessage; clientIP: string; auditID: string; at: Date }) {
    this.auditID = options.auditID;
    this.#request = options.request;
    this.#clientIP = options.clientIP;
    this.#at = options.at;
  }

  /** The row for a stream's beginning. */
  started(code: number): RequestRecord {
    this.#streamed = true;
    return this.#record("stream.started", code);
  }

  /** The last row. */
  finished(): RequestRecord {
    if (this.#streamed) return this.#record("stream.ended", this.outcome?.code ?? null);
    if (this.refusal) return this.#record("request.refused", this.refusal.code);
    return this.#record("request.forwarded", this.outcome?.code ?? null);
  }

  #record(action: RequestRecord["action"], code: number | null): RequestRecord {
    const started = action === "stream.started";
    const durationMs = Math.round(performance.now() - this.#startedAt);
    return {
      at: started ? this.#at : new Date(this.#at.getTime() + durationMs),
      action,
      actorId: this.caller?.user.id ?? null,
      actorLogin: this.caller?.user.login ?? null,
      sourceIP: this.#clientIP,
      userAgent: keepable(this.#request.headers["user-agent"], userAgentCharactersMax),
      environmentId: this.environment?.id ?? null,
      environmentName: this.environment?.name ?? null,
      kubeconfigId: this.caller?.token.file.id ?? null,
      message: this.refusal?.message ?? null,
      auditID: this.auditID,
      stage: started ? "ResponseStarted" : "ResponseComplete",
      requestURI: keepable(this.#request.url, requestURICharactersMax) ?? "",
      ...about(this.info, (this.#request.url ?? "").length > requestURICharactersMax),
      code,
      durationMs: started ? 0 : durationMs,
      requestBytes: this.outcome?.requestBytes ?? 0,
      responseBytes: this.outcome?.responseBytes ?? 0,
      endedBy: action === "stream.ended" ? (this.outcome?.endedBy ?? "server") : ownEnd(this.outcome),
    };
  }
}

function about(info: RequestInfo | null, isLong: boolean): Pick<RequestRecord, "verb" | "apiGroup" | "resource" | "subresource" | "namespace" | "name"> {
  if (info === null) return { verb: null, apiGroup: null, resource: null, subresource: null, namespace: null, name: null };
  const { verb, ...names } = info;
  return {
    verb: keepable(verb, nameCharactersMax, isLong),
    apiGroup: keepable(names.apiGroup, nameCharactersMax, isLong),
    resource: keepable(names.resource, nameCharactersMax, isLong),
    subresource: keepable(names.subresource, nameCharactersMax, isLong),
    namespace: keepable(names.namespace, nameCharactersMax, isLong),
    name: keepable(names.name, nameCharactersMax, isLong),
  };
}

/**
 * As it may be kept: people paste tokens where names belong. What was cut is a copy, since a slice would keep the whole alive, a megabyte
 * perhaps, for as long as the row waits.
 */
function keepable(text: string | null | undefined, charactersMax: number, isOfLongText = false): string | null {
  if (text == null) return null;
  return redact(text.length <= charactersMax && !isOfLongText ? text : Buffer.from(text.slice(0, charactersMax)).toString());
}

/** Why Drawbridge cut the answer to a request, which else ends by itself; null when it did not. */
function ownEnd(outcome: Outcome | null): string | null {
  return outcome === null || outcome.endedBy === "client" || outcome.endedBy === "server" ? null : outcome.endedBy;
}
