import http from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createHttpRedirect } from "./http-redirect.ts";
import { listen } from "./listen.ts";

let server: http.Server;
let port: number;
beforeAll(async () => {
  server = createHttpRedirect((host) => (host.startsWith("localhost") ? "https://localhost:9443" : null));
  port = await listen(server, { host: "localhost", port: 0 }, "TEST_LISTEN");
});
afterAll(() => {
  server.close();
});

const get = (path: string, host: string) =>
  new Promise<http.IncomingMessage>((resolve, reject) => {
    http.get({ port, host: "127.0.0.1", path, headers: { host }, agent: false }, (response) => resolve(response.resume())).once("error", reject);
  });

it("plain http answers a redirect to the https origin with the same path and query", async () => {
  const response = await get("/kubeconfigs?a=1", "localhost:9080");
  expect([response.statusCode, response.headers.location]).toEqual([307, "https://localhost:9443/kubeconfigs?a=1"]);
});

it("a host that is not ours is never put into a redirect", async () => {
  const response = await get("/", "evil.example.com");
  expect([response.statusCode, response.headers.location]).toEqual([421, undefined]);
});

it("an absolute-form request is not redirected", async () => {
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("GET http://evil.example.com/ HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    socket.once("data", (data) => resolve(data.toString()));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 421 /);
});

it("a port that is taken is told by the name of the setting that changes it", async () => {
  await expect(listen(http.createServer(), { host: "localhost", port }, "DRAWBRIDGE_HTTP_LISTEN")).rejects.toThrow(/is in use.*DRAWBRIDGE_HTTP_LISTEN/);
});
