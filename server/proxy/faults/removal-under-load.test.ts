// An environment is taken away while many people work in it.
import { afterEach, expect, it } from "vitest";
import { publish } from "#server/testing/access-rows.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";
import { atRest, chunk, exec, follow, open, sound, watch } from "./exchanges.ts";
import { addOtherEnvironment } from "./other-environment.ts";

let relay: Relay;
afterEach(() => relay.close());

// R32
it.each([
  { how: "deleted", code: 404, takeAway: () => relay.gateway.database.db.environment.delete({ where: { id: relay.environmentId } }) },
  {
    ...{ how: "disabled", code: 503 },
    takeAway: () => relay.gateway.database.db.environment.update({ where: { id: relay.environmentId }, data: { disabledAt: new Date() } }),
  },
])("an environment that is $how under load: its streams end in five seconds, its connections close, and others notice nothing", async ({ code, takeAway }) => {
  relay = await startRelay({ script: sound });
  const other = await addOtherEnvironment(relay);
  const streams = [];
  for (let index = 0; index < 30; index++) streams.push(await open(relay, [watch, exec, follow][index % 3] ?? watch));
  // As the same person would in the other one.
  const kept = await open(
    { ...relay, api: other.api, fill: (text) => relay.fill(text.replaceAll("{prefix}", other.prefix)).replaceAll(relay.token, other.token) },
    watch,
  );
  let asking = true;
  const codes = { here: new Set<number>(), there: new Set<number>() };
  const load = (async () => {
    while (asking) {
      codes.here.add((await relay.ask("GET", "/api/v1/pods")).code);
      codes.there.add((await other.ask("GET", "/api/v1/pods")).code);
    }
  })();
  await takeAway();
  await publish(relay.gateway.database.db);
  const startedAt = performance.now();
  await Promise.all(streams.map(({ client }) => client.untilClosed()));
  expect(performance.now() - startedAt).toBeLessThan(5000);
  asking = false;
  await load;
  await relay.api.quiet();
  expect(await relay.ask("GET", "/api/v1/pods")).toMatchObject({ code });
  expect([200, code]).toEqual(expect.arrayContaining([...codes.here]));
  expect([...codes.there]).toEqual([200]);
  kept.request.socket.write(chunk("still here"));
  await kept.client.until("still here");
  kept.client.socket.destroy();
  await atRest(relay);
  await other.api.close();
});
