// Our tokens are random words that a table knows: there is nothing in them to forge, and no algorithm to be talked out of.
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createToken } from "#lib/kubeconfig/index.ts";
import { addFileRow, addPersonRow, publish } from "#server/testing/access-rows.ts";
import { createManualClock } from "#server/testing/manual-clock.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
const clock = createManualClock();
beforeAll(async () => {
  relay = await startRelay({ clock });
});
beforeEach(() => {
  relay.api.requests.length = 0;
});
afterAll(() => relay.close());

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const claims = { iss: "https://drawbridge.test/", sub: "alice", exp: 4_000_000_000, groups: ["system:masters"] };
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

function jwt(header: Record<string, unknown>, payload: unknown = claims): string {
  const signed = `${encode({ typ: "JWT", ...header })}.${encode(payload)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
}

async function refused(token: string): Promise<void> {
  const answer = await relay.raw(`GET {prefix}/api/v1/pods HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`);
  expect(parseAnswer(answer)).toMatchObject({ code: 401, message: expect.stringContaining("get ") });
  expect(relay.api.received).toEqual([]);
}

// A30
describe("a JSON web token opens nothing, whoever seems to have signed it", () => {
  it.each([
    ["alg none", `${encode({ alg: "none" })}.${encode(claims)}.`],
    ["alg nOnE with a signature", jwt({ alg: "nOnE" })],
    ["an RS256 of a foreign key", jwt({ alg: "RS256" })],
    ["an empty signature", `${encode({ alg: "RS256" })}.${encode(claims)}.`],
    ["a kid that is a path", jwt({ alg: "RS256", kid: "../../../../dev/null" })],
    ["a kid that is SQL", jwt({ alg: "RS256", kid: "x' UNION SELECT 'k" })],
    ["a key of its own", jwt({ alg: "RS256", jwk: { kty: "RSA", n: "AQAB", e: "AQAB" } })],
    ["a payload that is no JSON", `${encode({ alg: "RS256" })}.e30.x`],
  ])("%s", (_name, token) => refused(token));

  it("signed by HMAC with what anyone can see of us", async () => {
    const signed = `${encode({ alg: "HS256" })}.${encode(claims)}`;
    await refused(`${signed}.${createHmac("sha256", relay.gateway.caData).update(signed).digest("base64url")}`);
  });

  it.each(["jku", "x5u"])("and no %s in it makes us ask anyone", async (name) => {
    let asked = 0;
    const listener = createServer((_request, response) => {
      asked++;
      response.end("{}");
    }).listen(0, "127.0.0.1");
    listener.on("connection", () => asked++);
    await once(listener, "listening");
    const address = listener.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    await refused(jwt({ alg: "RS256", [name]: `http://127.0.0.1:${address.port}/keys` }));
    listener.close();
    await once(listener, "close");
    expect(asked).toBe(0);
  });
});

// A30, A35
describe("a token in our own form opens nothing unless it was issued", () => {
  it("random, changed in one place, cut, longer, in capitals, or encoded once more", async () => {
    const { token } = relay;
    const swapped = token.slice(0, 10) + token.slice(11, 12) + token.slice(10, 11) + token.slice(12);
    const forms = [
      createToken(Buffer.alloc(32, 9)),
      token.slice(0, -1),
      `${token}A`,
      `${token}=`,
      token.toUpperCase(),
      token.replace("dbk_", "DBK_"),
      token.slice(4),
      encodeURIComponent(token).replaceAll("_", "%5F"),
      Buffer.from(token).toString("base64url"),
      `${token},${token}`,
      `"${token}"`,
      `${token}\0`,
    ];
    if (swapped !== token) forms.push(swapped);
    for (const form of forms) {
      const answer = await relay.raw(`GET {prefix}/api/v1/pods HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${form}\r\nConnection: close\r\n\r\n`);
      // A NUL in a header is refused before anyone reads it.
      expect(parseAnswer(answer).code, JSON.stringify(form)).toBe(form.includes("\0") ? 400 : 401);
    }
    expect(relay.api.requests).toEqual([]);
  });

  it("the hash that the database keeps is not a token", async () => {
    const [row] = await relay.gateway.database.db.kubeconfigToken.findMany();
    const hash = Buffer.from(row?.tokenHash ?? "");
    for (const text of [row?.tokenHash ?? "", `dbk_${row?.tokenHash}`, `dbk_${hash.toString("base64url")}`]) await refused(String(text));
  });
});

// A31
describe("a token dies with its owner", () => {
  async function personWithFile(login: string) {
    const { db } = relay.gateway.database;
    const userId = await addPersonRow(db, { login, environmentIds: [relay.environmentId] });
    const { token } = await addFileRow(db, { ownerId: userId, environmentId: relay.environmentId });
    await publish(db);
    await relay.gateway.proxy.refresh();
    expect((await relay.ask("GET", "/a", { token })).code).toBe(200);
    relay.api.requests.length = 0;
    return { db, userId, token };
  }

  it("who is disabled", async () => {
    const { db, userId, token } = await personWithFile("dan");
    await db.user.update({ where: { id: userId }, data: { disabledAt: new Date() } });
    await publish(db);
    await relay.gateway.proxy.refresh();
    expect((await relay.ask("GET", "/a", { token })).code).toBe(401);
    expect(relay.api.requests).toEqual([]);
  });

  it("who is deleted, and stays dead for another person of the same name", async () => {
    const { db, userId, token } = await personWithFile("eve");
    await db.user.delete({ where: { id: userId } });
    await publish(db);
    await relay.gateway.proxy.refresh();
    expect((await relay.ask("GET", "/a", { token })).code).toBe(401);
    await addPersonRow(db, { login: "eve", environmentIds: [relay.environmentId] });
    await publish(db);
    await relay.gateway.proxy.refresh();
    expect((await relay.ask("GET", "/a", { token })).code).toBe(401);
    expect(relay.api.requests).toEqual([]);
  });

  it("and at its instant of expiry, with no leeway, whatever the client's clock says", async () => {
    const { db } = relay.gateway.database;
    const expiresAt = new Date("2026-01-15T12:30:00Z");
    const { token } = await addFileRow(db, { ownerId: relay.userId, environmentId: relay.environmentId, name: "short", expiresAt });
    await publish(db);
    await relay.gateway.proxy.refresh();
    clock.moveTo(new Date(expiresAt.getTime() - 1));
    expect((await relay.ask("GET", "/a", { token, headers: ["Date: Thu, 01 Jan 2030 00:00:00 GMT"] })).code).toBe(200);
    clock.moveTo(expiresAt);
    expect((await relay.ask("GET", "/a", { token, headers: ["Date: Thu, 01 Jan 2020 00:00:00 GMT"] })).code).toBe(401);
  });
});

// A36
describe("a dead token is not guessing", () => {
  it("100 of its requests keep out neither its owner's other file nor the next person behind the same address", async () => {
    const client = Array.from({ length: 100 }, () => relay.ask("GET", "/a", { token: createToken(Buffer.alloc(32, 3)) }));
    for (const { code } of await Promise.all(client)) expect(code).toBe(401);
    expect((await relay.ask("GET", "/a")).code).toBe(200);
  });
});
