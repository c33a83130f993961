// Many people's requests cross on few connections to a cluster; each gets the answer to what was asked.
import { afterEach, expect, it } from "vitest";
import type { ReceivedRequest } from "#server/testing/api-server.ts";
import { connect, type RawClient } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
afterEach(() => relay.close());

const clients = 30;
const rounds = 25;
const methods = ["GET", "POST", "DELETE", "PATCH", "HEAD"] as const;

/** Says back who asked what, as long as the query asks, in chunks if it says so. */
function echo({ socket, method, target, body, all }: ReceivedRequest): void {
  const [client = ""] = all("x-client");
  const text = `<${method} ${target} ${client} ${body}>`.padEnd(Number(/pad=(\d+)/.exec(target)?.[1]), "=");
  const head = `HTTP/1.1 200 OK\r\nX-Client: ${client}\r\n`;
  if (method === "HEAD") socket.write(`${head}Content-Length: ${text.length}\r\n\r\n`);
  else if (target.endsWith("chunked")) {
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    // The rest in a later turn, so that the answers of others come between.
    setImmediate(() => socket.write(`${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`));
  } else socket.write(`${head}Content-Length: ${text.length}\r\n\r\n${text}`);
}

/** Asks the `seed`-th question and resolves once its answer was found to be its own. */
async function askOne(client: RawClient, seed: number): Promise<void> {
  const method = methods[seed % methods.length] ?? "GET";
  const chunked = seed % 3 === 0;
  const path = `/r${seed}?pad=${(seed * 977) % 40_000}${chunked ? "&chunked" : ""}`;
  const body = method === "GET" || method === "HEAD" ? "" : `body of ${seed}`;
  client.received = "";
  client.send(relay.fill(`${method} {prefix}${path} HTTP/1.1\r\n{auth}\r\nX-Client: ${seed}\r\n${framed(body, seed % 2 === 0)}`));
  const head = await client.until("\r\n\r\n");
  expect(head).toContain(`\r\nX-Client: ${seed}\r\n`);
  if (method === "HEAD") return;
  await client.until(chunked ? "\r\n0\r\n\r\n" : ">");
  const expected = `<${method} ${path} ${seed} ${body}>`.padEnd((seed * 977) % 40_000, "=");
  while (answerOf(client).length < expected.length) await new Promise(setImmediate);
  expect(answerOf(client) === expected).toBe(true);
}

function framed(body: string, byLength: boolean): string {
  if (body === "") return "\r\n";
  return byLength ? `Content-Length: ${body.length}\r\n\r\n${body}` : `Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
}

/** The body without the lines of its chunks. */
function answerOf({ received }: RawClient): string {
  return received.slice(received.indexOf("\r\n\r\n") + 2).replaceAll(/\r\n(?:[0-9a-f]+\r\n)?/g, "");
}

// P05, P13, A33
it("thirty clients with twenty-five requests each, of all methods and framings, get their own answers over and over on the same connections", async () => {
  relay = await startRelay({ script: echo });
  const conversations = Array.from({ length: clients }, async (_, client) => {
    const raw = await connect(relay.gateway);
    for (let round = 0; round < rounds; round++) await askOne(raw, client * rounds + round);
    raw.socket.destroy();
  });
  await Promise.all(conversations);
  expect(relay.api.requests).toHaveLength(clients * rounds);
  expect(relay.api.received.length).toBeLessThanOrEqual(clients);
});
