// The probes of a running gateway.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atOnce, connect } from "./testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "./testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay({ staleAfterMs: 2_000 });
});
afterAll(() => relay.close());

const probe = async (path: string, method = "GET") => parseAnswer(await relay.raw(`${method} ${path} HTTP/1.1\r\nHost: 10.0.0.1\r\nConnection: close\r\n\r\n`));

describe("a probe", () => {
  it.each(["/livez", "/readyz"])("%s says ok and no more, to anybody and under any name", async (path) => {
    expect(await probe(path)).toMatchObject({ code: 200, body: "ok\n" });
    expect(await probe(path, "HEAD")).toMatchObject({ code: 200, body: "" });
  });

  it("tells what it looked at, as Kubernetes' own servers do", async () => {
    expect((await probe("/livez?verbose")).body).toMatch(/^\[\+\]ping ok\n\[\+\]event-loop \w+: longest delay \d+ ms\nlivez check passed\n$/);
    const { code, body, headers } = await probe("/readyz?verbose");
    expect(code).toBe(200);
    expect(body).toMatch(/^\[\+\]database ok$/m);
    expect(body).toMatch(/^\[\+\]snapshot ok: 0 s old$/m);
    expect(body).toMatch(/^\[\+\]audit ok: \d+ waiting, 0 dropped$/m);
    expect(body).toMatch(/^\[\+\]certificate \w+: expires in \d+ days?$/m);
    expect(body).toMatch(/\nreadyz check passed\n$/);
    expect(headers).toContain("Cache-Control: no-store");
  });

  it("tells a stranger of no environment, person, path or address", async () => {
    const body = (await probe("/readyz?verbose")).body + (await probe("/livez?verbose=1&x")).body;
    for (const secret of ["alpha", "alice", relay.gateway.database.dataDir, "127.0.0.1", "https:"]) expect(body).not.toContain(secret);
  });

  it.each(["/readyz/", "/livezz", "/readyz/database"])("is asked at two addresses, and %s is none of them", async (path) => {
    expect((await probe(path)).code).toBe(421);
  });
});

// R14
describe("a database that is dead", () => {
  it("leaves Drawbridge ready while its memory is fresh, then not, and ready again when it comes back", async () => {
    const { db } = relay.gateway.database;
    await db.$executeRawUnsafe('ALTER TABLE "Revision" RENAME TO "Away"');
    expect((await relay.ask("GET", "/api")).code).toBe(200);
    expect((await probe("/readyz")).code).toBe(200);
    await expect.poll(async () => (await probe("/readyz")).code, { timeout: 15_000 }).toBe(503);
    const { body } = await probe("/readyz");
    expect(body).toMatch(/^\[-\]snapshot failed: \d+ s old, and good for 2 s only$/m);
    expect(body).toMatch(/\nreadyz check failed\n$/);
    expect((await probe("/livez")).code).toBe(200);
    expect((await relay.ask("GET", "/api/v1/pods")).code).toBe(503);
    await db.$executeRawUnsafe('ALTER TABLE "Away" RENAME TO "Revision"');
    await expect.poll(async () => (await probe("/readyz")).code, { timeout: 15_000 }).toBe(200);
    expect((await relay.ask("GET", "/api/v1/pods")).code).toBe(200);
  });
});

// R18
it("a Drawbridge that is going away is alive, and not ready", async () => {
  const own = await startRelay();
  const client = await connect(own.gateway);
  const drained = own.gateway.gateway.drain({ ...atOnce, delayMs: 500 });
  client.send("GET /readyz?verbose HTTP/1.1\r\nHost: 10.0.0.1\r\n\r\n");
  const answer = parseAnswer(await client.untilClosed());
  expect(answer.code).toBe(503);
  expect(answer.body).toMatch(/^\[-\]draining failed: going away; running requests are finished$/m);
  await drained;
  await own.close();
});
