// What both ways of forwarding are given and give back.
import type { Lease } from "./open-streams.ts";
import type { RequestInfo } from "./request-info.ts";
import type { LocationRule } from "./response-headers.ts";
import { ProxyError } from "./status.ts";
import type { Upstream } from "./upstream.ts";

export interface Forwarding {
  upstream: Upstream;
  info: RequestInfo;
  /** Path and query for the API server, raw. */
  target: string;
  /** What stands before `target` in the client's URL; empty for the root paths. */
  prefix: string;
  clientIP: string;
  auditID: string;
  lease: Lease;
  limits: Limits;
  /** More headers for the client. */
  extraHeaders: readonly string[];
  /** Reads the environment's credential anew; resolves to null when it is still the one that was refused. */
  renewUpstream(): Promise<Upstream | null>;
  /** Called when the answer has begun and may go on for long. */
  onStreamStarted(code: number): void;
}

export interface Limits {
  /** Until the first byte of an answer, for a request that is not long-running. */
  firstByteMs: number;
  /** Between two pieces of a body. */
  bodyStallMs: number;
  /** Until a side that is written to takes more. A peer that vanished with unsent data is kept by the kernel for a quarter of an hour. */
  writeStallMs: number;
}

export const defaultLimits: Limits = { firstByteMs: 75_000, bodyStallMs: 60_000, writeStallMs: 300_000 };

export interface Outcome {
  code: number;
  requestBytes: number;
  responseBytes: number;
  /** `client`, `server`, or our own reason such as `revoked`. */
  endedBy: string;
}

export function locationRule({ upstream, prefix, info }: Forwarding): LocationRule {
  return { origin: upstream.origin, basePath: upstream.basePath, prefix, application: info.application };
}

export function noAnswerInTime({ upstream }: Forwarding): ProxyError {
  return new ProxyError(504, `the environment “${upstream.environmentName}” did not answer in time`);
}

export function credentialRefused({ upstream }: Forwarding): ProxyError {
  return new ProxyError(
    502,
    `the environment “${upstream.environmentName}” does not accept Drawbridge's credential any more; ask an administrator of Drawbridge`,
  );
}
