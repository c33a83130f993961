// Talks to an API server as one of our own ServiceAccounts, or once as the administrator who adds it. Every answer is parsed before it is
// used, has a limit of size and time, and a redirect is an answer like any other: it is never followed (CVE-2022-3172).
import { Agent, type RequestOptions, request } from "node:https";
import type { z } from "zod";
import { RefusedAddress } from "../address-guard/index.ts";
import { inEnglish, t } from "../texts/index.ts";
import { statusSchema } from "./kubernetes-schema.ts";
import type { EnvironmentConnection } from "./schema.ts";
import { pinMismatch, tlsOptions } from "./tls-options.ts";

export type ClusterCredential = { token: string } | { clientCertificate: string; clientKey: string };

/** The API server answered, with a refusal. `message` is in the cluster's own words, and so is what pages say of it. */
export class ClusterRefusal extends Error {
  readonly code: number;
  readonly said: string;
  constructor(code: number, message: string) {
    super(message);
    this.name = "ClusterRefusal";
    this.code = code;
    this.said = message;
  }
}

/** No answer, or none that an API server gives. `message` is for logs, in English; `said` is what pages say. */
export class ClusterUnreachable extends Error {
  readonly said: string;
  constructor(say: () => string, cause?: unknown) {
    super(inEnglish(say), { cause });
    this.name = "ClusterUnreachable";
    this.said = say();
  }
}

/** Whether it is a fault of the cluster or of the way to it, which its words tell whole; all else is one of ours. */
export function isClusterFault(error: unknown): error is ClusterRefusal | ClusterUnreachable | RefusedAddress {
  return error instanceof ClusterRefusal || error instanceof ClusterUnreachable || error instanceof RefusedAddress;
}

export interface ClusterRequest {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the server's address, for example `/version`. */
  path: string;
  body?: unknown;
  /** A list becomes as many lines. */
  headers?: Record<string, string | readonly string[]>;
  /** The whole exchange. */
  timeoutMs?: number;
}

export interface ClusterClient {
  /** The parsed body of a 2xx answer. Throws ClusterRefusal for any other, ClusterUnreachable without one. */
  send<T extends z.ZodType>(answer: T, request: ClusterRequest): Promise<z.infer<T>>;
  close(): void;
}

const timeoutMsDefault = 10_000;
const answerBytesMax = 32 * 1024 * 1024;

/** A client for `connection`. The caller closes it. Throws RefusedAddress. */
export function openClusterClient(connection: EnvironmentConnection, credential: ClusterCredential): ClusterClient {
  const clientTls = "token" in credential ? {} : { cert: credential.clientCertificate, key: credential.clientKey };
  const agent = new Agent({ ...tlsOptions(connection), ...clientTls, keepAlive: true, maxSockets: 4 });
  const authorization = "token" in credential ? { authorization: `Bearer ${credential.token}` } : {};
  const base = new URL(connection.server);
  return {
    async send(answer, { method = "GET", path, body, headers, timeoutMs = timeoutMsDefault }) {
      const payload = body === undefined ? null : JSON.stringify(body);
      const { code, text } = await exchange(
        {
          agent,
          method,
          path: `${base.pathname.replace(/\/$/, "")}${path}`,
          headers: {
            host: base.host,
            accept: "application/json",
            "user-agent": "drawbridge",
            // Told, since Node frames no body of a DELETE by itself.
            ...(payload === null ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(payload) }),
            ...headers,
            ...authorization,
          },
          signal: AbortSignal.timeout(timeoutMs),
        },
        payload,
      );
      const value = parseJson(text);
      if (code < 200 || code > 299) throw new ClusterRefusal(code, refusalWords(code, value));
      const parsed = answer.safeParse(value);
      if (!parsed.success)
        throw new ClusterUnreachable(() => t("The server's answer to {method} {path} is not one that Kubernetes gives.", { method, path }), parsed.error);
      return parsed.data;
    },
    close: () => agent.destroy(),
  };
}

function exchange(options: RequestOptions, body: string | null): Promise<{ code: number; text: string }> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(new ClusterUnreachable(() => networkWords(error), error));
    const outgoing = request(options, (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on("error", fail);
      incoming.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes > answerBytesMax) outgoing.destroy(new Error("the answer is larger than 32 MiB"));
      });
      incoming.on("end", () => resolve({ code: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }));
    });
    outgoing.on("error", fail);
    outgoing.end(body);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refusalWords(code: number, value: unknown): string {
  const status = statusSchema.safeParse(value);
  return (status.success ? status.data.message : `the server answered ${code} without saying why`).replace(/\p{C}+/gu, " ").slice(0, 1000);
}

/** What went wrong on the way, as a clause for people. */
export function networkWords(error: unknown): string {
  if (error instanceof RefusedAddress) return error.said;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : String(error);
  switch (code) {
    case "ENOTFOUND":
      return t("the name does not resolve: no DNS server knows it");
    case "EAI_AGAIN":
      return t("the DNS server does not answer");
    case "ECONNREFUSED":
      return t("nothing listens at that address and port (connection refused)");
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return t("there is no route to that address");
    case "ECONNRESET":
    case "EPIPE":
      return t("the server ended the connection");
    case "ETIMEDOUT":
    case "ABORT_ERR":
      return t("the server did not answer in time");
    case "CERT_HAS_EXPIRED":
      return t("the server's certificate has expired: renew it on the cluster");
    case "CERT_NOT_YET_VALID":
      return t("the server's certificate is not yet valid: compare the clocks");
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return t("the server's certificate is for other names than this address");
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return t("the server's certificate is signed by an authority that is not trusted here");
    case pinMismatch:
      return t("The server shows another certificate than the pinned one.");
    default:
      if (error instanceof Error && error.name === "AbortError") return t("the server did not answer in time");
      return message.replace(/\p{C}+/gu, " ").slice(0, 300);
  }
}
