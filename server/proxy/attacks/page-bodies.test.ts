// What is sent to the pages is read whole by those who serve them, before anyone has signed in.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect } from "#server/testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.gateway.pageRequests.length = 0;
});
afterAll(() => relay.close());

const signIn = "POST /api/auth/callback/credentials HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n";

// A59
describe("a body for a page", () => {
  it.each([
    ["that is longer than any form", "Content-Length: 1048577\r\n", 413],
    ["that is longer than numbers", "Content-Length: 99999999999999\r\n", 413],
    ["that does not say its length", "Transfer-Encoding: chunked\r\n", 411],
    ["that waits to be asked for", "Content-Length: 1048577\r\nExpect: 100-continue\r\n", 413],
  ])("%s is refused before any of it is read", async (_name, line, code) => {
    const client = await connect(relay.gateway);
    client.send(`${signIn}${line}\r\n`);
    // Goes on for as long as it is let.
    const timer = setInterval(() => client.send("400\r\n".concat("x".repeat(1024), "\r\n")), 5);
    expect(parseAnswer(await client.untilClosed()).code).toBe(code);
    clearInterval(timer);
    expect(relay.gateway.pageRequests).toEqual([]);
  });

  it("of a form's size reaches the page", async () => {
    const client = await connect(relay.gateway);
    client.send(`${signIn}Content-Length: 1048576\r\nConnection: close\r\n\r\n${"x".repeat(1_048_576)}`);
    expect(parseAnswer(await client.untilClosed()).code).toBe(200);
    expect(relay.gateway.pageRequests).toHaveLength(1);
  });

  it("for a cluster has no such limit, nor has a cluster's application", async () => {
    const body = "x".repeat(3_000_000);
    expect((await relay.ask("POST", "/api/v1/namespaces/a/services/b/proxy/upload", { body })).code).toBe(200);
    expect(relay.api.requests[0]?.body).toHaveLength(body.length);
  });
});
