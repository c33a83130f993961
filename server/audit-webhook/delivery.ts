// One batch to the receiver: a POST of an EventList as kube-apiserver sends it, over a verified connection that is kept.
import http from "node:http";
import https from "node:https";
import { guardedLookup } from "#lib/address-guard/index.ts";
import type { WebhookTarget } from "#lib/audit-webhook/index.ts";

/** The receiver did not take a batch. `message` is a clause for the operator. */
export class NotTaken extends Error {
  /** Fewer events may pass. */
  readonly tooLarge: boolean;
  constructor(message: string, { tooLarge = false, cause }: { tooLarge?: boolean; cause?: unknown } = {}) {
    super(message, { cause });
    this.name = "NotTaken";
    this.tooLarge = tooLarge;
  }
}

export interface Delivery {
  /** Resolves once the receiver has answered 2xx. Throws NotTaken. A redirect is not followed. */
  post(body: string): Promise<void>;
  close(): void;
}

export const timeoutMsDefault = 30_000;

export function openDelivery(target: WebhookTarget, timeoutMs = timeoutMsDefault): Delivery {
  const url = new URL(target.url);
  const isHttps = url.protocol === "https:";
  const agent = isHttps ? new https.Agent({ ...tls(target), keepAlive: true, maxSockets: 1 }) : new http.Agent({ keepAlive: true, maxSockets: 1 });
  const headers = {
    "content-type": "application/json",
    accept: "application/json, */*",
    "user-agent": "drawbridge",
    ...(target.token === null ? {} : { authorization: `Bearer ${target.token}` }),
  };
  return {
    post: (body) =>
      new Promise((resolve, reject) => {
        const fail = (error: unknown) => reject(new NotTaken(words(error), { cause: error }));
        const outgoing = (isHttps ? https : http).request(url, {
          method: "POST",
          agent,
          // A name that led to the receiver when the file was read may lead to a metadata service now.
          lookup: guardedLookup(Number(url.port) || (isHttps ? 443 : 80)),
          headers: { ...headers, "content-length": Buffer.byteLength(body) },
          signal: AbortSignal.timeout(timeoutMs),
        });
        outgoing.on("error", fail);
        outgoing.on("response", (answer) => {
          const code = answer.statusCode ?? 0;
          answer.on("error", fail);
          // What it says is of no use to us, and how much it says is its own affair.
          answer.resume();
          answer.on("end", () => (code >= 200 && code < 300 ? resolve() : reject(new NotTaken(`it answered ${code}`, { tooLarge: code === 413 }))));
        });
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}

function tls({ ca, tlsServerName, clientCertificate }: WebhookTarget): https.AgentOptions {
  return { ...(ca === null ? {} : { ca }), ...(tlsServerName === null ? {} : { servername: tlsServerName }), ...clientCertificate, minVersion: "TLSv1.2" };
}

function words(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "AbortError" || error.name === "TimeoutError") return "it did not answer in time";
  return error.message.replace(/\p{C}+/gu, " ").slice(0, 300) || "the connection failed";
}

/** The delivery to what `read` says, read again when it is older than a minute or has just failed. */
export function renewedDelivery(read: () => WebhookTarget, everyMs = 60_000): { current(): Delivery; close(): void } {
  let delivery: Delivery | null = null;
  let readFor = "";
  let readAt = Number.NEGATIVE_INFINITY;

  function renew(): Delivery {
    const target = read();
    readAt = performance.now();
    const key = JSON.stringify(target);
    if (delivery !== null && key === readFor) return delivery;
    delivery?.close();
    readFor = key;
    delivery = openDelivery(target);
    return delivery;
  }

  return {
    current() {
      const opened = delivery !== null && performance.now() - readAt < everyMs ? delivery : renew();
      return {
        ...opened,
        async post(body) {
          try {
            await opened.post(body);
          } catch (error) {
            readAt = Number.NEGATIVE_INFINITY;
            throw error;
          }
        },
      };
    },
    close: () => delivery?.close(),
  };
}
