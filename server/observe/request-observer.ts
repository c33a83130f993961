// Whatever the proxy lets an operator see of a request: counters, faults in the log, and at level `debug` a line for each.
import type { EnvironmentAccess } from "#lib/access/index.ts";
import type { RequestRecord } from "#lib/audit/index.ts";
import { logger as processLogger } from "#lib/logger.ts";
import type { RequestInfo } from "../proxy/request-info.ts";
import { ProxyError } from "../proxy/status.ts";
import { createFaultLog } from "./fault-log.ts";
import { createRequestMeter, type MeteredRequest, type OpenRequest, type RequestMeter } from "./request-meter.ts";
import { upstreamStep } from "./upstream-step.ts";

export interface RequestObserver {
  meter: RequestMeter;
  /** A request that may stay open. */
  open(environment: EnvironmentAccess, info: RequestInfo): OpenRequest;
  /** `seconds`: null for a request that was opened. */
  finished(request: MeteredRequest, record: RequestRecord, seconds: number | null): void;
  /** What the client is told of `error`. What an operator has to know of it is logged. */
  refusalFor(error: unknown, about: { auditID: string; environment: EnvironmentAccess | null }): ProxyError;
  /** The API server broke the answer off in its middle, and the client was cut: the code alone would say that all went well. */
  brokeOff(about: { auditID: string; environment: EnvironmentAccess | null }): void;
  close(): void;
}

/** Of a fault of our own, so many a minute are told with their Audit-ID, by which people ask about them. */
const ownFaultsTold = 10;

export function createRequestObserver(logger: Pick<typeof processLogger, "debug" | "warn" | "error" | "isLevelEnabled"> = processLogger): RequestObserver {
  const meter = createRequestMeter();
  const faults = createFaultLog(logger);

  return {
    meter,
    open: meter.open,
    finished(request, record, seconds) {
      meter.finished(request, seconds);
      if (logger.isLevelEnabled("debug")) logger.debug(record, "request");
    },
    refusalFor(error, { auditID, environment }) {
      if (!(error instanceof ProxyError)) {
        const fields = { auditID, environment: environment?.name, err: error };
        faults.report({ key: `own ${placeOf(error)}`, level: "error", message: "a request failed", fields, tellEach: ownFaultsTold });
        return new ProxyError(500, `Drawbridge failed to carry this request; its log has more under ${auditID}`);
      }
      if (isFault(error, environment)) {
        const step = upstreamStep(error) ?? (error.code === 503 ? "database" : undefined);
        const { cause } = error;
        const fields = { auditID, environment: environment?.name, step, code: error.code, cause: wordsOf(cause) };
        faults.report({ key: `${environment?.id} ${step ?? error.code} ${codeOf(cause)}`, level: "warn", message: error.message, fields });
      }
      return error;
    },
    brokeOff({ auditID, environment }) {
      if (environment === null) return;
      meter.countUpstreamError(environment, "body");
      const message = `the environment “${environment.name}” broke an answer off in its middle`;
      faults.report({ key: `${environment.id} body`, level: "warn", message, fields: { auditID, environment: environment.name, step: "body" } });
    },
    close: faults.close,
  };
}

/** An environment that was disabled and a server that is stopping do as they were told. */
function isFault({ code, retryAfterSeconds }: ProxyError, environment: EnvironmentAccess | null): boolean {
  return code >= 500 && retryAfterSeconds === null && !environment?.disabled;
}

/** Words alone: Node's parser hangs the bytes that it could not read on its error, and they may be anyone's secret. */
function wordsOf(cause: unknown): string | undefined {
  return cause instanceof Error ? cause.message : undefined;
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}

/** Where in the program: the same fault whatever the words, which may be of a client's making. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return `${error.name} ${codeOf(error)} ${/^\s+at .*$/m.exec(error.stack ?? "")?.[0] ?? ""}`;
}
