// What another site can make a browser send, and what an application behind the cluster can make a browser believe of our origin.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerWith } from "#server/testing/api-server.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.api.requests.length = 0;
  relay.api.received.length = 0;
  relay.api.script = answerWith("200 OK", "{}");
});
afterAll(() => relay.close());

const cookie = "Cookie: __Secure-next-auth.session-token=abc; __Host-next-auth.csrf-token=d";
const foreign = "Origin: https://evil.example\r\nReferer: https://evil.example/a\r\nSec-Fetch-Site: cross-site";
const webSocket = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13";
const exec = "{prefix}/api/v1/namespaces/a/pods/p/exec?command=id&stdout=1";

describe("a page of another site", () => {
  // A25, A28
  it.each(["", "\r\nSec-WebSocket-Protocol: v5.channel.k8s.io", "\r\nSec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io., v5.channel.k8s.io"])(
    "opens no WebSocket with the cookie of who looks at it (%j)",
    async (more) => {
      const answer = await relay.raw(`GET ${exec} HTTP/1.1\r\nHost: 127.0.0.1\r\n${webSocket}\r\n${foreign}\r\n${cookie}${more}\r\n\r\n`);
      expect(parseAnswer(answer)).toMatchObject({ code: 401 });
      expect(answer).not.toMatch(/switching|sec-websocket/i);
      expect(relay.api.received).toEqual([]);
    },
  );

  // A28
  it.each([
    ["a form", "POST", "Content-Type: application/x-www-form-urlencoded"],
    ["a form with a file", "POST", "Content-Type: multipart/form-data; boundary=x"],
    ["a fetch that needs no leave", "POST", "Content-Type: text/plain"],
    ["an image", "GET", "Sec-Fetch-Dest: image"],
    ["a link", "GET", "Sec-Fetch-Mode: navigate"],
    ["a method in the form", "POST", "X-HTTP-Method-Override: DELETE"],
  ])("reaches no cluster by %s", async (_name, method, line) => {
    const body = method === "POST" ? "Content-Length: 2\r\n\r\n{}" : "\r\n";
    const answer = await relay.raw(
      `${method} {prefix}/api/v1/namespaces HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${foreign}\r\n${cookie}\r\n${line}\r\n${body}`,
    );
    expect(parseAnswer(answer).code).toBe(401);
    expect(relay.api.received).toEqual([]);
  });

  // A38
  it("is told by no header that it may read, not even by what the cluster says", async () => {
    const preflight = await relay.raw(
      `OPTIONS {prefix}/api/v1/pods HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${foreign}\r\nAccess-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: authorization\r\n\r\n`,
    );
    expect(parseAnswer(preflight).code).toBe(401);
    const leave = [
      "Access-Control-Allow-Origin: *",
      "access-control-allow-credentials: true",
      "Access-Control-Allow-Headers: *",
      "Access-Control-Expose-Headers: *",
    ];
    relay.api.script = answerWith("200 OK", "{}", leave);
    const answers = await Promise.all([
      relay.raw(`GET {prefix}/api/v1/pods HTTP/1.1\r\n{auth}\r\nConnection: close\r\n${foreign}\r\n\r\n`),
      relay.raw(`GET {prefix}/api/v1/namespaces/a/services/b/proxy/ HTTP/1.1\r\n{auth}\r\nConnection: close\r\n${foreign}\r\n\r\n`),
      relay.raw(`GET {prefix}/api/v1/pods HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${foreign}\r\n\r\n`),
    ]);
    expect(answers.map((answer) => parseAnswer(answer).code)).toEqual([200, 200, 401]);
    expect(preflight + answers.join("")).not.toMatch(/access-control/i);
  });

  // A25
  it("with a token of its own, acts by the token alone: no Origin makes it more or less", async () => {
    relay.api.script = ({ socket }) => socket.end("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    const answer = await relay.raw(`GET ${exec} HTTP/1.1\r\n{auth}\r\n${webSocket}\r\n${foreign}\r\n${cookie}\r\n\r\n`);
    expect(parseAnswer(answer).code).toBe(101);
    expect(relay.api.requests[0]?.all("cookie")).toEqual([]);
  });
});

describe("a page of an application in a pod", () => {
  const page = "{prefix}/api/v1/namespaces/a/pods/p/proxy/index.html";

  // A51
  it("is not shown to a browser, which brings a cookie and no token", async () => {
    relay.api.script = answerWith("200 OK", "<script>fetch('/api/kubernetes/config?ids=1')</script>", ["Content-Type: text/html"]);
    const answer = await relay.raw(
      `GET ${page} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\n${cookie}\r\n\r\n`,
    );
    expect(parseAnswer(answer).code).toBe(401);
    expect(answer).toContain("\r\nContent-Type: application/json\r\nX-Content-Type-Options: nosniff\r\n");
    expect(answer).not.toMatch(/script|www-authenticate: basic/i);
    expect(relay.api.received).toEqual([]);
  });

  // A51
  it.each([
    "__Secure-next-auth.session-token=x; Path=/",
    "__secure-NEXT-AUTH.session-token.0=x",
    "  __Host-next-auth.csrf-token=x",
    "next-auth.callback-url=https://evil",
    // A cookie without a name is sent as its value alone, which then reads as a name.
    "=__Secure-next-auth.session-token=x",
    " = next-auth.session-token=x",
    "drawbridge-anything=1",
  ])("sets no cookie of ours: %j", async (value) => {
    relay.api.script = answerWith("200 OK", "", [`Set-Cookie: ${value}`, "Set-Cookie: app=1; Path=/"]);
    const { headers } = await relay.ask("GET", "/api/v1/namespaces/a/pods/p/proxy/");
    expect(headers.filter((line) => /^set-cookie/i.test(line))).toEqual(["Set-Cookie: app=1; Path=/"]);
  });

  // A51
  it("rules nothing on our origin, by an ordinary answer or by that of an upgrade", async () => {
    const rules = [
      "Strict-Transport-Security: max-age=0",
      'Clear-Site-Data: "*"',
      'Alt-Svc: h2="evil.example:443"',
      "Public-Key-Pins: max-age=1",
      "Service-Worker-Allowed: /",
      "Set-Cookie: __Secure-next-auth.session-token=x",
    ];
    const names = rules.map((line) => line.slice(0, line.indexOf(":")).toLowerCase());
    const ruled = (answer: string) => parseAnswer(answer).headers.filter((line) => names.includes(line.slice(0, line.indexOf(":")).toLowerCase()));
    relay.api.script = answerWith("200 OK", "", rules);
    expect(ruled(await relay.raw(`GET ${page} HTTP/1.1\r\n{auth}\r\nConnection: close\r\n\r\n`))).toEqual([]);
    relay.api.script = ({ socket }) =>
      socket.end(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${rules.join("\r\n")}\r\n\r\n`);
    const upgraded = await relay.raw(`GET ${page} HTTP/1.1\r\n{auth}\r\n${webSocket}\r\n\r\n`);
    expect(parseAnswer(upgraded).code).toBe(101);
    expect(ruled(upgraded)).toEqual([]);
    relay.api.script = ({ socket }) => socket.end(`HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n${rules.join("\r\n")}\r\n\r\n`);
    expect(ruled(await relay.raw(`GET ${page} HTTP/1.1\r\n{auth}\r\n${webSocket}\r\n\r\n`))).toEqual([]);
  });
});
