// A watch that brings a great many events.
import { afterEach, expect, it } from "vitest";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";
import { atRest, chunk, sound, watch } from "./exchanges.ts";

let relay: Relay;
afterEach(() => relay.close());

const batchEvents = 1000;
const batches = 1000;

// R35
it("a million events later a watch takes no more memory and no more time for an event than at its beginning", { timeout: 120_000 }, async () => {
  relay = await startRelay({ script: sound });
  const client = await connect(relay.gateway);
  let receivedBytes = 0;
  client.socket.removeAllListeners("data");
  client.socket.on("data", (data) => {
    receivedBytes += data.length;
  });
  const arriving = relay.api.request();
  client.send(relay.fill(watch));
  const { socket } = await arriving;
  const event = chunk(`{"type":"MODIFIED","object":{"metadata":{"name":"${"x".repeat(40)}"}}}\n`);
  const batch = event.repeat(batchEvents);
  const times: number[] = [];
  const memory: number[] = [];
  let sentBytes = 0;
  for (let count = 0; count < batches; count++) {
    const startedAt = performance.now();
    sentBytes += batch.length;
    if (!socket.write(batch)) await new Promise((resolve) => socket.once("drain", resolve));
    // The head comes on top of what was sent.
    while (receivedBytes < sentBytes) await new Promise(setImmediate);
    times.push(performance.now() - startedAt);
    memory.push(process.memoryUsage.rss());
  }
  const median = (values: number[]) => values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
  // The machine may be busy at one end or the other; an effort that grew with the events would be many times as much.
  expect(median(times.slice(-200))).toBeLessThan(3 * median(times.slice(100, 300)) + 5);
  expect(median(memory.slice(-100)) - median(memory.slice(100, 200))).toBeLessThan(100 * 2 ** 20);
  client.socket.destroy();
  await atRest(relay);
});
