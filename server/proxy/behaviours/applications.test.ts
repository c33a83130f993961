// Behind the `proxy` subresources an application answers, not the API server: it has its own methods, cookies, errors and WebSockets.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerWith, type ReceivedRequest } from "#server/testing/api-server.ts";
import { connect } from "#server/testing/gateway.ts";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.api.requests.length = 0;
  relay.api.script = answerWith("200 OK", "{}");
});
afterAll(() => relay.close());

const paths = ["/api/v1/namespaces/a/services/https:web:443/proxy/", "/api/v1/namespaces/a/pods/p:8080/proxy/", "/api/v1/nodes/n/proxy/"];

// P38
describe.each(paths)("an application at %s", (app) => {
  it.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])("hears %s with path, query and headers of its own", async (method) => {
    const body = method === "GET" || method === "HEAD" ? "" : "\x00a body\xff";
    const target = `${app}a//b/%2F;c=1?next=http%3A%2F%2Fx/&q=%22#`.slice(0, -1);
    expect((await relay.ask(method, target, { body, headers: ["X-Grafana-Org-Id: 1", "Range: bytes=0-9", "Accept-Language: de"] })).code).toBe(200);
    const [request] = relay.api.requests;
    expect(request).toMatchObject({ method, target, body });
    expect(["x-grafana-org-id", "range", "accept-language"].map((name) => request?.all(name))).toEqual([["1"], ["bytes=0-9"], ["de"]]);
  });

  it("sets its cookies, each on a line of its own, and none of ours", async () => {
    relay.api.script = answerWith("200 OK", "{}", ["Set-Cookie: app=1; Path=/", "Set-Cookie: b=2, 3", "Set-Cookie: __Secure-next-auth.session-token=evil"]);
    const { headers } = await relay.ask("GET", app);
    expect(headers.filter((line) => line.startsWith("Set-Cookie"))).toEqual(["Set-Cookie: app=1; Path=/", "Set-Cookie: b=2, 3"]);
  });

  it.each([
    ["app=1", "app=1"],
    ["app=1; session=a=b==; theme=dark", "app=1; session=a=b==; theme=dark"],
    ["app=1; __Secure-next-auth.session-token=secret; b=2", "app=1; b=2"],
    ["__Host-next-auth.csrf-token=secret;app=1;next-auth.session-token.1=secret", "app=1"],
    ["=next-auth.session-token=secret; app=1", "app=1"],
    ["drawbridge=secret", undefined],
  ])("hears its cookies, never ours: %s", async (cookie, heard) => {
    await relay.ask("GET", app, { headers: [`Cookie: ${cookie}`] });
    expect(relay.api.requests[0]?.all("cookie")).toEqual(heard === undefined ? [] : [heard]);
    expect(relay.api.received.join("")).not.toContain("secret");
  });

  it("asks for its own password, and redirects where it likes", async () => {
    relay.api.script = answerWith("401 Unauthorized", "who are you?", ['WWW-Authenticate: Basic realm="app"']);
    const refused = await relay.ask("GET", app);
    expect(refused).toMatchObject({ code: 401, body: "who are you?" });
    expect(refused.headers).toContain('WWW-Authenticate: Basic realm="app"');
    relay.api.script = answerWith("302 Found", "", ["Location: https://sso.example/?to=app"]);
    expect((await relay.ask("GET", app)).headers).toContain("Location: https://sso.example/?to=app");
  });

  it("speaks WebSocket: what is said comes back, with the extensions that the two agreed on", async () => {
    const key = "dGhlIHNhbXBsZSBub25jZQ==";
    // RFC 6455 §4.2.2: the client would close if this were anything else.
    const accepted = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    relay.api.script = ({ socket, all }) => {
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accepted}\r\n` +
          `Sec-WebSocket-Extensions: ${all("sec-websocket-extensions")[0]}\r\nSec-WebSocket-Protocol: echo\r\n\r\n`,
      );
      socket.on("data", (bytes) => socket.write(bytes));
    };
    const client = await connect(relay.gateway);
    const lines = ["Connection: keep-alive, Upgrade", "Upgrade: websocket", `Sec-WebSocket-Key: ${key}`, "Sec-WebSocket-Version: 13"];
    const cookie = "Cookie: app=1; __Secure-next-auth.session-token=x";
    const offer = [
      "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
      "Sec-WebSocket-Protocol: echo",
      "Origin: https://grafana.example",
      cookie,
    ];
    client.send(relay.fill(`GET {prefix}${app}live HTTP/1.1\r\n{auth}\r\n${[...lines, ...offer].join("\r\n")}\r\n\r\n`));
    const head = await client.until("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    expect(relay.api.requests[0]?.all("cookie")).toEqual(["app=1"]);
    expect(head).toContain(`Sec-WebSocket-Accept: ${accepted}\r\n`);
    expect(head).toContain("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
    const frames = ["\x82\x85\x01\x02\x03\x04abcde", "\x89\x80\x00\x00\x00\x00", `\x82\xfe\x80\x00....${"z".repeat(32_768)}`, "\x88\x80\x09\x09\x09\x09"];
    for (const frame of frames) client.send(frame);
    const said = frames.join("");
    expect((await client.until(said.slice(-20))).slice(head.length)).toBe(said);
    client.socket.destroy();
  });

  it("may refuse a WebSocket in its own words", async () => {
    relay.api.script = answerWith("401 Unauthorized", "sign in first", ["WWW-Authenticate: Basic"]);
    const text = await relay.raw(`GET {prefix}${app}live HTTP/1.1\r\n{auth}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    expect(parseAnswer(text)).toMatchObject({ code: 401, body: "sign in first" });
  });
});

describe("an application that answers while it is still being asked", () => {
  const call = "POST {prefix}/api/v1/namespaces/a/services/s/proxy/chat HTTP/1.1\r\n{auth}\r\nTransfer-Encoding: chunked\r\n\r\n";
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

  // P25, P38
  it("is heard at once, piece by piece, as is what it is told", async () => {
    const server = new Promise<ReceivedRequest["socket"]>((resolve) => {
      relay.api.onHead = ({ socket }) => {
        socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        resolve(socket);
      };
    });
    relay.api.script = ({ socket }) => socket.write("0\r\n\r\n");
    const client = await connect(relay.gateway);
    client.send(relay.fill(call));
    await client.until("\r\n\r\n");
    const socket = await server;
    for (const said of ["one", "two", "three"]) {
      client.send(chunk(said));
      while (!relay.api.received.join("").includes(chunk(said))) await new Promise(setImmediate);
      socket.write(chunk(`heard ${said}`));
      await client.until(`heard ${said}`);
    }
    client.send("0\r\n\r\n");
    await client.until("\r\n0\r\n\r\n");
    relay.api.onHead = null;
    // Both ended well: the connection is good for another.
    relay.api.script = answerWith("200 OK", "the next");
    client.send(relay.fill("GET {prefix}/a HTTP/1.1\r\n{auth}\r\n\r\n"));
    await client.until("the next");
    client.socket.destroy();
  });
});

// A28, P38
it("the API server itself hears no cookie", async () => {
  for (const path of ["/api/v1/pods", "/api/v1/namespaces/a/pods/p/log", "/proxy", "/api/v1/namespaces/proxy"]) {
    await relay.ask("GET", path, { headers: ["Cookie: app=1"] });
  }
  expect(relay.api.requests.flatMap(({ all }) => all("cookie"))).toEqual([]);
});
