import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { parseAnswer, type Relay, startRelay } from "#server/testing/relay.ts";
import { clientAddressBehind } from "./client-address.ts";
import { sound } from "./proxy/faults/exchanges.ts";

const ranges = [
  { address: "10.0.0.0", prefix: 8 },
  { address: "fd00::", prefix: 8 },
];

function seen(peer: string, headers: Record<string, string>, trusted = ranges): string {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: peer });
  const request = new IncomingMessage(socket);
  Object.assign(request.headers, headers);
  return clientAddressBehind(trusted)(request);
}

describe("the client's address", () => {
  it.each([
    ["forwarded headers are ignored when no proxy is trusted", "10.0.0.1", { "x-forwarded-for": "1.2.3.4" }, "10.0.0.1", []],
    ["forwarded headers of others are ignored", "192.0.2.9", { "x-forwarded-for": "1.2.3.4", forwarded: "for=1.2.3.4" }, "192.0.2.9", ranges],
    ["a trusted proxy is believed", "10.0.0.1", { "x-forwarded-for": "1.2.3.4" }, "1.2.3.4", ranges],
    ["one in IPv6's spelling, too", "::ffff:10.0.0.1", { "x-forwarded-for": "1.2.3.4" }, "1.2.3.4", ranges],
    ["it is read from the right: what the client wrote itself is passed over", "10.0.0.1", { "x-forwarded-for": "6.6.6.6, 1.2.3.4" }, "1.2.3.4", ranges],
    ["several proxies are passed", "10.0.0.1", { "x-forwarded-for": "6.6.6.6, 1.2.3.4, fd00::7,10.9.9.9" }, "1.2.3.4", ranges],
    ["trusted alone: the farthest", "10.0.0.1", { "x-forwarded-for": "10.0.0.3, 10.0.0.2" }, "10.0.0.3", ranges],
    ["rubbish ends the chain", "10.0.0.1", { "x-forwarded-for": "1.2.3.4, evil, 10.0.0.2" }, "10.0.0.2", ranges],
    ["an empty header says nothing", "10.0.0.1", { "x-forwarded-for": "" }, "10.0.0.1", ranges],
    ["ports are left out", "10.0.0.1", { "x-forwarded-for": "1.2.3.4:5678" }, "1.2.3.4", ranges],
    ["IPv6 with brackets and port", "10.0.0.1", { "x-forwarded-for": "[2001:DB8::1]:443" }, "2001:db8::1", ranges],
    ["Forwarded of RFC 7239", "fd00::1", { forwarded: 'for=6.6.6.6, FOR="[2001:db8::1]:4711";proto=https;by=10.0.0.1' }, "2001:db8::1", ranges],
    ["a hidden client is its proxy", "10.0.0.1", { forwarded: "for=_hidden" }, "10.0.0.1", ranges],
    ["both headers that agree", "10.0.0.1", { forwarded: "for=1.2.3.4", "x-forwarded-for": "1.2.3.4" }, "1.2.3.4", ranges],
    ["both headers that differ: one is the client's own", "10.0.0.1", { forwarded: "for=1.2.3.4", "x-forwarded-for": "6.6.6.6" }, "10.0.0.1", ranges],
    ["an address that was cut is none", "10.0.0.1", { "x-forwarded-for": `1${"10.0.0.2,".repeat(500)}10.0.0.3` }, "10.0.0.2", ranges],
  ])("%s", (_what, peer, headers, expected, trusted) => {
    expect(seen(peer, headers, trusted)).toBe(expected);
  });
});

describe("behind a proxy that the operator trusts", () => {
  it("audit, cluster and pages are told the client's address; a spoofed one is not", async () => {
    const relay: Relay = await startRelay({ script: sound, clientAddress: clientAddressBehind([{ address: "127.0.0.1", prefix: 32 }]) });
    const forwarded = "X-Forwarded-For: 6.6.6.6, 192.0.2.7";
    expect(await relay.ask("GET", "/api/v1/pods", { headers: [forwarded] })).toMatchObject({ code: 200 });
    expect(relay.api.requests[0]?.all("x-forwarded-for")).toEqual(["192.0.2.7"]);
    expect(await relay.audited(1)).toMatchObject([{ sourceIP: "192.0.2.7" }]);
    const page = await relay.raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${forwarded}\r\n\r\n`);
    expect(parseAnswer(page).code).toBe(200);
    expect(relay.gateway.pageRequests[0]?.headers).toMatchObject({ "x-drawbridge-client-ip": "192.0.2.7" });
    await relay.close();
  });
});
