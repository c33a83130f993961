import { afterEach, beforeEach, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { passkeyPlace } from "./index.ts";

let test: TestDatabase;
beforeEach(async () => {
  test = await openTestDatabase();
});
afterEach(() => test.close());

const save = (externalUrl: string) => test.db.settings.create({ data: { id: 1, neverAllowed: false, externalUrl, updatedAt: new Date() } });

it("without an external URL passkeys belong to the address that the browser uses", async () => {
  expect(await passkeyPlace(test.db, "localhost:9443")).toEqual({ party: { id: "localhost", origin: "https://localhost:9443" }, reason: null });
});

it("with an external URL, also one that was saved on the page of settings, they belong to it alone, and another address says where", async () => {
  await save("https://drawbridge.example");
  expect((await passkeyPlace(test.db, "drawbridge.example")).party).toEqual({ id: "drawbridge.example", origin: "https://drawbridge.example" });
  for (const host of ["localhost:9443", "drawbridge.example:9443", "evil.drawbridge.example"])
    expect(await passkeyPlace(test.db, host)).toEqual({ party: null, reason: "Passkeys belong to https://drawbridge.example: open Drawbridge there." });
});

it.each([["10.0.0.1:9443"], ["[::1]:9443"], [null]])("there are none for %s, and it is said why", async (host) => {
  expect(await passkeyPlace(test.db, host)).toMatchObject({ party: null, reason: expect.stringContaining("no passkeys for an IP address") });
});
