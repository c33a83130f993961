import { ProxyError } from "./status.ts";
import { CircuitOpen } from "./upstream/pool.ts";

const causes: Record<string, string> = {
  ECONNREFUSED: "its API server refuses connections",
  ECONNRESET: "its API server broke the connection off",
  EPIPE: "its API server broke the connection off",
  ENOTFOUND: "the name of its API server cannot be resolved",
  EAI_AGAIN: "the name of its API server cannot be resolved at the moment",
  ETIMEDOUT: "its API server does not answer",
  EHOSTUNREACH: "there is no route to its API server",
  ENETUNREACH: "there is no route to its API server",
  CERT_HAS_EXPIRED: "the certificate of its API server has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate of its API server is for another name",
  ERR_PIN_MISMATCH: "its API server shows another certificate than the pinned one",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate of its API server is not trusted",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate of its API server is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate of its API server is not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the certificate of its API server is not trusted",
  CERT_SIGNATURE_FAILURE: "the certificate of its API server is not trusted",
  ERR_INVALID_ANSWER: "its API server gave an answer that is not valid HTTP",
  ERR_REFUSED_ADDRESS: "its address is one that Drawbridge does not connect to",
};

/** A failed exchange with the environment, in a sentence that names it and the cause. Node's own text is kept for the log alone. */
export function upstreamFailure(environmentName: string, error: unknown): ProxyError {
  if (error instanceof ProxyError) return error;
  if (error instanceof CircuitOpen) {
    const since = error.since.toISOString().slice(11, 19);
    return new ProxyError(502, `the environment “${environmentName}” cannot be reached: ${causeOf(error.cause)}, since ${since} UTC`, { cause: error.cause });
  }
  return new ProxyError(502, `the environment “${environmentName}” cannot be reached: ${causeOf(error)}`, { cause: error });
}

function causeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return causes[code] ?? `the connection to its API server failed${code && ` (${code})`}`;
}
