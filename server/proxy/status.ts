// A refusal, and how it is told. kubectl prints the message of a Kubernetes `Status` as one line; it is part of our interface.

const reasons = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  405: "MethodNotAllowed",
  408: "Timeout",
  429: "TooManyRequests",
  500: "InternalError",
  502: "InternalError",
  503: "ServiceUnavailable",
  504: "Timeout",
} as const;

export type RefusalCode = keyof typeof reasons;

export class ProxyError extends Error {
  readonly code: RefusalCode;
  readonly reason: string;
  /** Only where a moment helps and nothing was sent: clients try again ten times. */
  readonly retryAfterSeconds: number | null;
  constructor(code: RefusalCode, message: string, options?: ErrorOptions & { retryAfterSeconds?: number }) {
    super(message, options);
    this.retryAfterSeconds = options?.retryAfterSeconds ?? null;
    this.name = "ProxyError";
    this.code = code;
    this.reason = reasons[code];
  }
}

/** The client went away before there was an answer: nobody is left to be told. */
export class ClientGone extends Error {}

export interface RefusalAnswer {
  code: number;
  headers: [name: string, value: string][];
  body: Buffer;
}

/**
 * The answer for `error`. On discovery paths kubectl never shows a Status: it prints "unknown" and tries five times. It does show
 * the plain text of a 403 or 502, so there a refusal is told in that form (401 excepted: clients act on its code).
 */
export function refusalAnswer(error: ProxyError, options: { discovery: boolean }): RefusalAnswer {
  const { code, retryAfterSeconds } = error;
  const told =
    options.discovery && code !== 401
      ? answer(code < 500 ? 403 : 502, "text/plain; charset=utf-8", error.message)
      : answer(code, "application/json", JSON.stringify(statusOf(error)));
  if (retryAfterSeconds !== null) told.headers.push(["Retry-After", String(retryAfterSeconds)]);
  return told;
}

/** The Status object of Kubernetes (`v1`, kind Status) that says what `error` says. */
export function statusOf({ message, reason, code }: ProxyError) {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code };
}

function answer(code: number, contentType: string, text: string): RefusalAnswer {
  const body = Buffer.from(text);
  const headers: RefusalAnswer["headers"] = [
    ["Content-Type", contentType],
    ["X-Content-Type-Options", "nosniff"],
    ["Cache-Control", "no-store"],
    ["Content-Length", String(body.length)],
  ];
  // A browser must never ask for a password here, hence Bearer; client-go ignores the header.
  if (code === 401) headers.push(["WWW-Authenticate", "Bearer"]);
  return { code, headers, body };
}
