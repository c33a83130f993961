// Lines behind a body are read after the request was judged.
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.close());

// A05, A11
it("a trailer of a request reaches no cluster, whatever it claims", async () => {
  const trailers = ["Impersonate-User: system:admin", "Authorization: Bearer x", "X-Remote-User: root", "X-Sum: 1"];
  await relay.raw(
    `POST {prefix}/a HTTP/1.1\r\n{auth}\r\nConnection: close\r\nTrailer: Impersonate-User, X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n${trailers.join("\r\n")}\r\n\r\n`,
  );
  const [request] = relay.api.requests;
  expect(request?.body).toBe("hello");
  expect(request?.all("trailer")).toEqual([]);
  expect(request?.all("impersonate-user")).toEqual(["drawbridge:alice"]);
  expect(relay.api.received.join("")).not.toMatch(/system:admin|X-Sum|root|Bearer x/);
});
