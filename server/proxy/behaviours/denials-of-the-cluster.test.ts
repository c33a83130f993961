// The cluster's own no arrives as the cluster said it, on a request and on an upgrade.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerWith } from "#server/testing/api-server.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.api.requests.length = 0;
});
afterAll(() => relay.close());

const status = (code: number, reason: string) =>
  `{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"said \\u00e9","reason":"${reason}","details":{"causes":[{"field":"spec"}]},"code":${code}}`;
const denials: [number, string, string[]][] = [
  [400, "BadRequest", []],
  [403, "Forbidden", ["X-Content-Type-Options: nosniff"]],
  [404, "NotFound", []],
  [405, "MethodNotAllowed", ["Allow: GET"]],
  [406, "NotAcceptable", []],
  [409, "AlreadyExists", []],
  [410, "Expired", []],
  [413, "RequestEntityTooLarge", []],
  [415, "UnsupportedMediaType", []],
  [422, "Invalid", ['Warning: 299 - "a"', 'Warning: 299 - "b"']],
  [429, "TooManyRequests", ["Retry-After: 10", "X-Kubernetes-Pf-Flowschema-Uid: x"]],
  [500, "InternalError", []],
  [503, "ServiceUnavailable", ["Retry-After: 1"]],
  [504, "Timeout", []],
];
const upgrade = "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io";

describe.each(denials)("a %i %s", (code, reason, lines) => {
  const body = status(code, reason);

  // P20
  it("of a request passes whole, on its way to discovery too", async () => {
    relay.api.script = answerWith(`${code} ${reason}`, body, ["Content-Type: application/json", ...lines]);
    for (const path of ["/api/v1/namespaces/a/pods/p/eviction", "/apis"]) {
      const answer = await relay.ask("POST", path, { body: "{}" });
      expect(answer).toMatchObject({ code, body });
      expect(answer.headers).toEqual(expect.arrayContaining(["Content-Type: application/json", ...lines]));
    }
  });

  // P33, P34
  it.each([
    ["by length", `Content-Length: ${body.length}\r\n\r\n${body}`],
    ["in chunks", `Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`],
  ])("of an upgrade passes whole (%s), and neither connection is used again", async (_framing, rest) => {
    relay.api.script = ({ socket }) => socket.write([`HTTP/1.1 ${code} ${reason}`, "Content-Type: application/json", ...lines, rest].join("\r\n"));
    const text = await relay.raw(`POST {prefix}/api/v1/namespaces/a/pods/p/exec HTTP/1.1\r\n{auth}\r\n${upgrade}\r\n\r\n`);
    const answer = parseAnswer(text);
    expect(answer).toMatchObject({ code, body });
    expect(answer.headers).toEqual(expect.arrayContaining([`Content-Length: ${body.length}`, "Connection: close", ...lines]));
    relay.api.script = answerWith("200 OK", "{}");
    await relay.ask("GET", "/a");
    const upgrades = relay.api.received.filter((sent) => sent.includes("/exec"));
    expect(upgrades.map((sent) => sent.match(/ HTTP\/1\.1\r\n/g)?.length)).toEqual(upgrades.map(() => 1));
  });
});

describe("a denied upgrade", () => {
  const ask = () => relay.raw(`POST {prefix}/api/v1/namespaces/a/pods/p/exec HTTP/1.1\r\n{auth}\r\n${upgrade}\r\n\r\n`);

  // P34
  it("that ends with its connection passes whole too", async () => {
    relay.api.script = ({ socket }) => socket.end("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n\r\nno entry");
    expect(parseAnswer(await ask())).toMatchObject({ code: 403, body: "no entry" });
  });

  // P33, P34, R36
  it("that breaks off in the middle is a whole answer of ours", async () => {
    relay.api.script = ({ socket }) => socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nhalf");
    const { code, body, headers } = parseAnswer(await ask());
    expect(code).toBe(502);
    expect(headers).toContain(`Content-Length: ${body.length}`);
  });

  // P33, P34
  it("whose words never end is a whole answer of ours", async () => {
    relay.api.script = ({ socket }) => {
      socket.write("HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n");
      const more = () => {
        while (socket.writable && socket.write(`10000\r\n${"x".repeat(65_536)}\r\n`));
      };
      socket.on("drain", more);
      more();
    };
    expect(parseAnswer(await ask()).code).toBe(502);
  });
});

describe("an upload", () => {
  // P05, P16
  it("shows its head to the cluster before there is a body, and may be refused by it alone", async () => {
    relay.api.onHead = ({ socket }) => socket.end(`HTTP/1.1 413 Request Entity Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`);
    const text = await relay.raw("POST {prefix}/a HTTP/1.1\r\n{auth}\r\nContent-Length: 5000000\r\n\r\n");
    relay.api.onHead = null;
    expect(parseAnswer(text)).toMatchObject({ code: 413, body: "{}" });
  });
});
