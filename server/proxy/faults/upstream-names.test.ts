// The name of an API server cannot be resolved.
import { afterEach, expect, it } from "vitest";
import { publish } from "#server/testing/access-rows.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";
import { sound } from "./exchanges.ts";
import { addOtherEnvironment } from "./other-environment.ts";

let relay: Relay;
afterEach(() => relay.close());

// R10
it("a name without an address is a 502 that says so, within ten seconds, and keeps no other environment waiting", async () => {
  relay = await startRelay({ script: sound, by: () => "https://api.invalid:6443" });
  const other = await addOtherEnvironment(relay);
  const startedAt = performance.now();
  const lost = Promise.all(Array.from({ length: 20 }, () => relay.ask("GET", "/api/v1/pods")));
  expect(await other.ask("GET", "/api/v1/pods")).toMatchObject({ code: 200 });
  for (const { code, message } of await lost) {
    expect(code).toBe(502);
    expect(message).toMatch(/“alpha” cannot be reached.*the name of its API server cannot be resolved/);
  }
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  const { db } = relay.gateway.database;
  await db.environment.update({ where: { id: relay.environmentId }, data: { server: relay.api.server } });
  await publish(db);
  await relay.gateway.proxy.refresh();
  expect(await relay.ask("GET", "/api/v1/pods")).toMatchObject({ code: 200 });
  await other.api.close();
});
