import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withDataDir } from "../testing/data-dir.ts";
import { openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { TooManyTries } from "./sign-in-delay.ts";
import { verifyPasskeySignIn } from "./verify-sign-in.ts";

const now = new Date("2026-01-15T12:00:00Z");
const party = { id: "drawbridge.example", origin: "https://drawbridge.example" };
withDataDir();
let test: TestDatabase;
beforeEach(async () => {
  test = await openTestDatabase();
  const passkey = { id: "known", name: "laptop", publicKey: Buffer.from("k"), counter: 0, transports: "[]", createdAt: now };
  await test.db.user.create({ data: { login: "bob", displayName: "Bob", passwordHash: "set", createdAt: now, passkeys: { create: passkey } } });
});
afterEach(() => test.close());

/** A passkey whose signature does not hold. */
const attempt = (id: string, sourceIP: string) => {
  const response = { clientDataJSON: "", authenticatorData: "", signature: "", userHandle: "" };
  return verifyPasskeySignIn(test.db, { id, rawId: id, type: "public-key", clientExtensionResults: {}, response }, party, { sourceIP, now });
};

async function failures(count: number, row: { targetName: string; sourceIP: (index: number) => string }) {
  const rowOf = (index: number) => ({ at: now, action: "session.refused", targetKind: "user", targetName: row.targetName, sourceIP: row.sourceIP(index) });
  await test.db.auditEvent.createMany({ data: Array.from({ length: count }, (_, index) => rowOf(index)) });
}

// A36
it("unknown passkeys of a stranger, from however many addresses, delay nobody elsewhere", async () => {
  await failures(500, { targetName: "unknown:passkey", sourceIP: (index) => `10.1.${index >> 8}.${index % 256}` });
  expect(await attempt("unknown", "10.0.0.1")).toBeNull();
});

// A36
it("unknown passkeys from one address are slowed down there", async () => {
  await failures(31, { targetName: "unknown:passkey", sourceIP: () => "10.0.0.1" });
  await expect(attempt("unknown", "10.0.0.1")).rejects.toThrow(TooManyTries);
  expect(await attempt("unknown", "10.0.0.2")).toBeNull();
});

it("a known passkey whose signature does not hold counts for its own person, an unknown one for none", async () => {
  expect(await attempt("known", "10.0.0.1")).toBeNull();
  expect(await attempt(randomBytes(16).toString("base64url"), "10.0.0.1")).toBeNull();
  const rows = await test.db.auditEvent.findMany({ orderBy: { id: "asc" } });
  expect(rows.map(({ action, targetName }) => [action, targetName])).toEqual([
    ["session.refused", "bob"],
    ["session.refused", "unknown:passkey"],
  ]);
});
