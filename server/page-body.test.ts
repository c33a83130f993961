import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { limitPageBody } from "./page-body.ts";

// A54
it("a form whose body drips, a byte at a time, is cut after its limit; one that is whole in time is not", async () => {
  const server = createServer((request, response) => {
    limitPageBody(request, 500);
    request.resume().once("end", () => response.end("whole"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const send = async (first: string, dripMs: number | null) => {
    const socket = connect(address.port, "127.0.0.1");
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
    });
    // Not by events.once, which a reset would reject: a byte may meet the cut.
    const closed = new Promise((resolve) => socket.on("error", () => {}).once("close", resolve));
    socket.write(`POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 100\r\n\r\n${first}`);
    const timer = dripMs === null ? undefined : setInterval(() => socket.write("x"), dripMs);
    await closed;
    clearInterval(timer);
    return received;
  };
  expect(await send("", 50)).toBe("");
  expect(await send("x".repeat(100), null)).toContain("whole");
  server.close();
  await once(server, "close");
});
