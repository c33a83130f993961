// What both ways of forwarding are given and give back.
import type { Lease } from "./open-streams.ts";
import type { RequestInfo } from "./request-info.ts";
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
}

export const defaultLimits: Limits = { firstByteMs: 75_000, bodyStallMs: 60_000 };

export interface Outcome {
  code: number;
  requestBytes: number;
  responseBytes: number;
  /** `client`, `server`, or our own reason such as `revoked`. */
  endedBy: string;
}
