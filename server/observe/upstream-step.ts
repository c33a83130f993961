// At which step an exchange with an API server failed: the first thing that an operator has to know.
import { ProxyError } from "../proxy/status.ts";

/** In the order in which they are taken. `first_byte`: connected, asked, and no answer in time. `body`: the answer broke off in its middle. `answer`: one that is no valid HTTP or was not asked for. */
export const upstreamSteps = ["address", "dns", "connect", "tls", "credential", "first_byte", "body", "reset", "answer", "other"] as const;

export type UpstreamStep = (typeof upstreamSteps)[number];

const steps: Record<string, UpstreamStep> = {
  ERR_REFUSED_ADDRESS: "address",
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  ENODATA: "dns",
  ECONNREFUSED: "connect",
  EHOSTUNREACH: "connect",
  ENETUNREACH: "connect",
  EADDRNOTAVAIL: "connect",
  EMFILE: "connect",
  ETIMEDOUT: "connect",
  CERT_HAS_EXPIRED: "tls",
  CERT_NOT_YET_VALID: "tls",
  CERT_SIGNATURE_FAILURE: "tls",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls",
  SELF_SIGNED_CERT_IN_CHAIN: "tls",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls",
  UNABLE_TO_GET_ISSUER_CERT: "tls",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls",
  ERR_PIN_MISMATCH: "tls",
  EPROTO: "tls",
  ERR_INVALID_ANSWER: "answer",
  ECONNRESET: "reset",
  EPIPE: "reset",
};

/** The step at which what `error` tells of failed; null when it is not about an API server. */
export function upstreamStep(error: unknown): UpstreamStep | null {
  if (!(error instanceof ProxyError)) return null;
  if (error.code === 504) return "first_byte";
  if (error.code !== 502) return null;
  const { cause } = error;
  if (!(cause instanceof Error)) return /credential/.test(error.message) ? "credential" : "answer";
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  const step = steps[code];
  if (step !== undefined) return step;
  if (code.startsWith("ERR_TLS_") || code.startsWith("ERR_SSL_")) return "tls";
  return code === "" ? "answer" : "other";
}
