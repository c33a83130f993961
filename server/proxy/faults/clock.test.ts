// Our clock is wrong, or is put right while people are connected.
import { afterEach, describe, expect, it } from "vitest";
import { connect } from "#server/testing/gateway.ts";
import { createManualClock } from "#server/testing/manual-clock.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";
import { chunk, get, open, sound, watch } from "./exchanges.ts";

let relay: Relay;
afterEach(() => relay.close());

const minutes = (count: number) => count * 60_000;
const start = new Date("2026-01-15T12:00:00Z");
const at = (offsetMs: number) => new Date(start.getTime() + offsetMs);

// R17
describe("a clock that is five minutes off", () => {
  it.each([minutes(5), minutes(-5)])("by %i ms keeps nobody out whose file has longer to live, as only our own clock is asked", async (offset) => {
    const clock = createManualClock(start);
    relay = await startRelay({ script: sound, clock, expiresAt: at(minutes(10)) });
    const { client, request } = await open(relay, watch);
    clock.moveTo(at(offset));
    expect(await relay.ask("GET", "/api/v1/pods")).toMatchObject({ code: 200 });
    request.socket.write(chunk("still here"));
    await client.until("still here");
    client.socket.destroy();
  });

  it("ends a file that has expired by it, and says by which instant, so that a wrong clock can be seen", async () => {
    const clock = createManualClock(start);
    relay = await startRelay({ script: sound, clock, expiresAt: at(minutes(3)) });
    const { client } = await open(relay, watch);
    clock.moveTo(at(minutes(5)));
    await client.untilClosed();
    expect(await relay.ask("GET", "/api/v1/pods")).toMatchObject({ code: 401, message: expect.stringContaining("expired at 2026-01-15 12:03 UTC") });
  });

  it("put back, brings an expired file back: nothing of it was forgotten", async () => {
    const clock = createManualClock(start);
    relay = await startRelay({ script: sound, clock, expiresAt: at(minutes(3)) });
    clock.moveTo(at(minutes(5)));
    expect(await relay.ask("GET", "/api/v1/pods")).toMatchObject({ code: 401 });
    clock.moveTo(start);
    expect(await relay.ask("GET", "/api/v1/pods")).toMatchObject({ code: 200 });
  });

  it("has no part in how long is waited: a jump by a day ends no request and no trust in the database", async () => {
    const clock = createManualClock(start);
    relay = await startRelay({ script: () => {}, clock, limits: { firstByteMs: 10_000, bodyStallMs: 10_000 } });
    const client = await connect(relay.gateway);
    const arriving = relay.api.request();
    client.send(relay.fill(get));
    const request = await arriving;
    clock.moveTo(at(minutes(24 * 60)));
    sound(request);
    expect(await client.until("{}")).toContain("200 OK");
    client.socket.destroy();
  });
});
