// All clients come back at the same moment, as they do when a network or a load balancer comes back.
import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";
import { atRest, chunk, get, open, sound, watch } from "./exchanges.ts";

let relay: Relay;
afterEach(() => relay.close());

const result = z.object({ answered: z.number(), failed: z.number(), lastMs: z.number() });

async function storm(count: number): Promise<z.infer<typeof result>> {
  const clients = spawn(process.execPath, [path.join(import.meta.dirname, "storm-client.ts")], { stdio: ["pipe", "pipe", "inherit"] });
  const { port, caData } = relay.gateway;
  clients.stdin.end(JSON.stringify({ port, ca: caData, count, request: relay.fill(get), limitMs: 10_000 }));
  return result.parse(JSON.parse(await text(clients.stdout)));
}

// R34
describe("clients that all come back at once", { timeout: 60_000 }, () => {
  it("are all answered, and who is connected already is served meanwhile", async () => {
    relay = await startRelay({ script: sound });
    const { client, request } = await open(relay, watch);
    let ended = false;
    const storming = storm(400).finally(() => {
      ended = true;
    });
    let longestMs = 0;
    for (let event = 0; !ended; event++) {
      const sentAt = performance.now();
      request.socket.write(chunk(`event ${event};`));
      await client.until(`event ${event};`);
      longestMs = Math.max(longestMs, performance.now() - sentAt);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { answered, failed } = await storming;
    expect(answered).toBe(400);
    // Who gives up comes again, and again: a queue that let nobody wait would have thousands of these.
    expect(failed).toBeLessThan(400);
    expect(longestMs).toBeLessThan(3000);
    client.socket.destroy();
    await atRest(relay);
  });

  it("wait, and get no less for it, when only some may shake hands at a time", async () => {
    relay = await startRelay({ script: sound, connectionLimits: { handshakesMax: 4, silentPerAddressMax: 4 } });
    expect(await storm(200)).toMatchObject({ answered: 200 });
    await atRest(relay);
  });

  it("need no whole handshake when they still have their session", async () => {
    relay = await startRelay({ script: sound });
    const first = await connect(relay.gateway);
    const session = new Promise<Buffer>((resolve) => first.socket.once("session", resolve));
    first.send(relay.fill(get));
    await first.until("{}");
    const again = await connect(relay.gateway, { session: await session });
    expect(again.socket.isSessionReused()).toBe(true);
    first.socket.destroy();
    again.socket.destroy();
  });
});
