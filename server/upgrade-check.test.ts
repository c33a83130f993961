// The check of the external URL against real sockets: both of its ends, and what may stand between.
import type { IncomingMessage, RequestListener } from "node:http";
import https from "node:https";
import { type AddressInfo, createServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#lib/context.ts";
import { Forbidden } from "#lib/errors.ts";
import { answerChallenge, checkExternalUrl, isUpgradeTarget } from "#lib/external-url-check/index.ts";
import type { ExternalUrlResult, ExternalUrlStep } from "#lib/external-url-check/schema.ts";
import { makeTestAuthority, type TestAuthority } from "#lib/testing/certificates.ts";
import { withDataDir } from "#lib/testing/data-dir.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { takeUpgradeCheck } from "./upgrade-check.ts";

withDataDir();
let test: TestDatabase;
let admin: Context;
let authority: TestAuthority;
const servers: Server[] = [];
beforeAll(async () => {
  test = await openTestDatabase();
  admin = { ...(await contextOfPerson(test.db, "ada", { isAdmin: true })), now: new Date() };
  authority = await makeTestAuthority();
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => test.close());

interface Stand {
  names?: string[];
  days?: number;
  answer?: RequestListener;
  /** What becomes of upgrades; false: they are no more than requests. */
  upgrade?: ((request: IncomingMessage, socket: Duplex) => void) | false;
}

const ownAnswer: RequestListener = (request, response) => {
  response.end(answerChallenge(new URL(request.url ?? "", "https://x").searchParams.get("challenge") ?? "") ?? "no challenge");
};
const ownUpgrade = (request: IncomingMessage, socket: Duplex) => {
  socket.on("error", () => {});
  if (!takeUpgradeCheck(request, socket)) socket.destroy();
};

/** What stands at the external URL; a whole Drawbridge unless told. Returns its origin. */
async function stand({ names = ["localhost"], days = 90, answer = ownAnswer, upgrade = ownUpgrade }: Stand = {}): Promise<string> {
  const server = https.createServer(await authority.issue(names, days), answer);
  server.on("tlsClientError", () => {});
  if (upgrade) server.on("upgrade", upgrade);
  return listen(server);
}

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  return `https://localhost:${isAddress(address) ? address.port : 0}`;
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}

type Results = Partial<Record<ExternalUrlStep, ExternalUrlResult>>;

async function check(
  origin: string,
  options: { authority?: string | null; idleSeconds?: number; signal?: AbortSignal; until?: ExternalUrlStep } = {},
): Promise<Results> {
  const results: Results = {};
  const { authority: trusted = authority.pem, idleSeconds = 1, signal = new AbortController().signal, until } = options;
  for await (const result of checkExternalUrl(admin, { origin, idleSeconds, signal, authority: trusted })) {
    results[result.step] = result;
    if (result.step === until) break;
  }
  return results;
}

const states = (results: Results) => Object.fromEntries(Object.entries(results).map(([step, { state }]) => [step, state]));

describe("S2 the check of the external URL", () => {
  it("passes every item where Drawbridge is reached as it should be, and says what it saw", async () => {
    const results = await check(await stand());
    expect(states(results)).toEqual({ name: "passed", tcp: "passed", certificate: "passed", drawbridge: "passed", upgrade: "passed", idle: "passed" });
    expect(results.name?.detail).toMatch(/127\.0\.0\.1|::1/);
    expect(results.certificate?.detail).toMatch(/^Verified by the CA that issued files carry, for localhost, until \d{4}-/);
    expect(results.idle?.detail).toContain("silent for 1 seconds");
  });

  it("says that DNS does not know the name, and tries nothing else", async () => {
    const results = await check("https://drawbridge.invalid");
    expect(states(results)).toEqual({ name: "failed", tcp: "skipped", certificate: "skipped", drawbridge: "skipped", upgrade: "skipped", idle: "skipped" });
    expect(results.name).toMatchObject({ detail: "DNS knows no drawbridge.invalid.", fix: expect.stringContaining("Add an A or AAAA record") });
  });

  it("connects to no metadata service", async () => {
    const results = await check("https://169.254.169.254", { until: "tcp" });
    expect(states(results)).toEqual({ name: "failed", tcp: "skipped" });
  });

  it("says that nothing listens", async () => {
    const origin = await stand();
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect((await check(origin, { until: "tcp" })).tcp).toMatchObject({ state: "failed", fix: expect.stringContaining("Nothing listens there") });
  });

  it("says that there is no TLS", async () => {
    const plain = createServer((socket) => socket.on("error", () => {}).end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect((await check(await listen(plain), { until: "certificate" })).certificate).toMatchObject({
      state: "failed",
      detail: expect.stringContaining("There is no TLS"),
    });
  });

  it.each([
    ["is for another name", { names: ["other.example"] }, /is for other\.example, not for localhost/],
    ["has ended", { days: -1 }, /ended on/],
    ["ends soon", { days: 5 }, /ends on/],
  ])("says of the certificate that it %s, and goes on with what does not depend on it", async (_title, options, detail) => {
    const results = await check(await stand(options), { until: "upgrade" });
    expect(results.certificate).toMatchObject({ state: "failed", detail: expect.stringMatching(detail), fix: expect.any(String) });
    expect(results.upgrade).toMatchObject({ state: "passed" });
  });

  it("verifies the certificate by nothing but what files carry: another CA than theirs is refused", async () => {
    const other = await makeTestAuthority("Somebody else");
    for (const trusted of [other.pem, null]) {
      const { certificate } = await check(await stand(), { authority: trusted, until: "certificate" });
      expect(certificate).toMatchObject({ state: "failed", fix: expect.stringMatching(/intermediate|root/) });
    }
  });

  it.each([
    ["another program", 200, /Something else answers/],
    ["a proxy that changes Host", 421, /changes the Host header/],
    ["a redirect", 302, /redirect to/],
  ])("tells %s from this very Drawbridge", async (_who, code, words) => {
    const answer: RequestListener = (_request, response) =>
      response.writeHead(code, code === 302 ? { Location: "https://elsewhere.example/" } : {}).end("hello");
    const { drawbridge, upgrade } = await check(await stand({ answer }), { until: "upgrade" });
    expect(`${drawbridge?.detail} ${drawbridge?.fix}`).toMatch(words);
    expect(upgrade?.state).toBe("skipped");
  });

  it("says that what stands between passes no upgrade on", async () => {
    const { upgrade, idle } = await check(await stand({ upgrade: false }));
    expect(upgrade).toMatchObject({ state: "failed", fix: expect.stringContaining("proxy_http_version 1.1") });
    expect(idle?.state).toBe("skipped");
  });

  it("says that a silent connection was cut, whether it is closed or only forgotten", async () => {
    const cutting = (request: IncomingMessage, socket: Duplex) => {
      ownUpgrade(request, socket);
      setTimeout(() => socket.destroy(), 200);
    };
    const closed = await check(await stand({ upgrade: cutting }), { idleSeconds: 30 });
    expect(closed.idle).toMatchObject({ state: "failed", fix: expect.stringContaining("idle time-out") });
    const forgetting = (request: IncomingMessage, socket: Duplex) => {
      ownUpgrade(request, socket);
      socket.removeAllListeners("data");
      socket.resume();
    };
    const forgotten = await check(await stand({ upgrade: forgetting }), { idleSeconds: 1 });
    expect(forgotten.idle?.state).toBe("failed");
  });

  it("ends at once when it is cancelled, with its connection", async () => {
    const ending = new AbortController();
    const closed = Promise.withResolvers<void>();
    const watching = (request: IncomingMessage, socket: Duplex) => {
      ownUpgrade(request, socket);
      socket.once("close", () => closed.resolve());
      ending.abort();
    };
    const results = await check(await stand({ upgrade: watching }), { idleSeconds: 600, signal: ending.signal });
    expect(results.idle?.state).not.toBe("passed");
    await closed.promise;
  });

  it("is an administrator's alone", async () => {
    const bob = await contextOfPerson(test.db, "bob");
    const run = checkExternalUrl(bob, { origin: "https://localhost:1", idleSeconds: 1, signal: new AbortController().signal });
    await expect(run.next()).rejects.toThrow(Forbidden);
  });
});

describe("the other end of the check", () => {
  it("takes no upgrade but one that this instance has asked for itself, and that for some minutes only", async () => {
    let target = "";
    const noting = (request: IncomingMessage, socket: Duplex) => {
      target = request.url ?? "";
      ownUpgrade(request, socket);
    };
    await check(await stand({ upgrade: noting }), { until: "upgrade" });
    const now = new Date();
    expect(isUpgradeTarget(target, now)).toBe(true);
    expect(isUpgradeTarget(target, new Date(now.getTime() + 16 * 60_000))).toBe(false);
    const answer = answerChallenge("0".repeat(32)) ?? "";
    for (const other of [
      target.replace(/until=\d/, "until=9"),
      target.replace(/.$/, "x"),
      `/api/external-url-check?until=${"0".repeat(13)}&proof=${answer}`,
      "/",
    ])
      expect(isUpgradeTarget(other, now)).toBe(false);
  });

  it("answers nothing but a challenge", () => {
    for (const text of ["", "0".repeat(31), "Z".repeat(32), "upgrade 1700000000000"]) expect(answerChallenge(text)).toBeNull();
  });
});
