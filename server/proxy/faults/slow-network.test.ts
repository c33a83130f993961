// A long and lossy way between a person and us.
import { createHash } from "node:crypto";
import { once } from "node:events";
import tls from "node:tls";
import { afterEach, expect, it } from "vitest";
import type { ReceivedRequest } from "#server/testing/api-server.ts";
import { type FaultLink, startFaultLink } from "#server/testing/fault-link.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
const links: FaultLink[] = [];
afterEach(async () => {
  for (const link of links.splice(0)) await link.close();
  await relay.close();
});

const length = 2 * 2 ** 20;
const body = Buffer.alloc(length, "0123456789abcdefghijklmnopqrstuvwxyz\n").toString("latin1");
const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
const answer = ({ socket }: ReceivedRequest) => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${body}`);

/** 300 ms there and back; a window of 256 KiB in it; and every twentieth piece a quarter of a second late, as after a loss. */
async function overLongWay(port: number): Promise<FaultLink> {
  const link = await startFaultLink(port);
  links.push(link);
  Object.assign(link, { delayMs: 150, windowBytes: 256 * 1024, lateEvery: 20, lateMs: 250 });
  return link;
}

async function download(port: number, ca: string, request: string): Promise<{ ms: number; sha256: string }> {
  const socket = tls.connect({ host: "127.0.0.1", port, ca });
  await once(socket, "secureConnect");
  const startedAt = performance.now();
  socket.write(request);
  const chunks: Buffer[] = [];
  let received = 0;
  let headLength = -1;
  for await (const chunk of socket) {
    chunks.push(chunk);
    received += chunk.length;
    if (headLength === -1) headLength = Buffer.concat(chunks).indexOf("\r\n\r\n") + 4;
    if (received >= headLength + length) break;
  }
  const ms = performance.now() - startedAt;
  socket.destroy();
  return { ms, sha256: sha256(Buffer.concat(chunks).subarray(headLength)) };
}

// R13
it("300 ms and losses on the way: all bytes arrive, and hardly later than without us", { timeout: 120_000 }, async () => {
  relay = await startRelay({ script: answer });
  const [direct, through] = [await overLongWay(Number(new URL(relay.api.server).port)), await overLongWay(relay.gateway.port)];
  const times = { direct: [] as number[], through: [] as number[] };
  for (let round = 0; round < 2; round++) {
    const straight = await download(direct.port, relay.api.caData, "GET /api/v1/pods HTTP/1.1\r\nHost: x\r\n\r\n");
    const relayed = await download(through.port, relay.gateway.caData, relay.fill("GET {prefix}/api/v1/pods HTTP/1.1\r\n{auth}\r\n\r\n"));
    expect([straight.sha256, relayed.sha256]).toEqual([sha256(body), sha256(body)]);
    times.direct.push(straight.ms);
    times.through.push(relayed.ms);
  }
  expect(Math.min(...times.through)).toBeLessThan(1.15 * Math.min(...times.direct) + 300);
});
