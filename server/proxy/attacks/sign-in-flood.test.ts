// Hashing a password is slow on purpose: whoever makes us do much of it must not stand in the way of those who are signed in already.
import { afterAll, beforeAll, expect, it } from "vitest";
import { TooBusy, verifyPassword } from "#lib/password-hash.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.close());

// A60
it("a flood of sign-ins is refused beyond a few, and the way to the clusters stays open meanwhile", async () => {
  let isOver = false;
  const flood = Promise.allSettled(Array.from({ length: 200 }, () => verifyPassword(null, "a guess"))).then((results) => {
    isOver = true;
    return results;
  });
  let answered = 0;
  for (; !isOver; answered++) expect((await relay.ask("GET", "/api/v1/pods")).code).toBe(200);
  // Two hashes at a time leave the main thread free: many requests go by, not one a hash.
  expect(answered).toBeGreaterThan(20);
  const refused = (await flood).flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(refused.length).toBeGreaterThan(150);
  for (const reason of refused) expect(reason).toBeInstanceOf(TooBusy);
});
