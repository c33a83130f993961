import { Agent, request } from "node:https";

export interface Exchange {
  code: number;
  firstByteMs: number;
  /** When the last byte was there. */
  wholeMs: number;
  /** As they came: compressed. */
  bytes: number;
}

export interface Asked {
  url: string;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
}

/** Asks over one connection, one thing after the other. The caller closes it. */
export function openClient(ca: string): { ask(asked: Asked): Promise<Exchange>; close(): void } {
  const agent = new Agent({ ca, keepAlive: true, maxSockets: 1 });
  return {
    ask: ({ url, method = "GET", headers = {}, body }) =>
      new Promise((resolve, reject) => {
        const startedAt = performance.now();
        const outgoing = request(url, { agent, method, headers: { "accept-encoding": "gzip", ...headers }, timeout: 30_000 }, (incoming) => {
          const firstByteMs = performance.now() - startedAt;
          let bytes = 0;
          incoming.on("data", (piece: Buffer) => {
            bytes += piece.length;
          });
          incoming.once("error", reject);
          incoming.once("end", () => resolve({ code: incoming.statusCode ?? 0, firstByteMs, wholeMs: performance.now() - startedAt, bytes }));
        });
        outgoing.once("timeout", () => outgoing.destroy(new Error(`${method} ${url}: no answer in 30 s`)));
        outgoing.once("error", reject);
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}
