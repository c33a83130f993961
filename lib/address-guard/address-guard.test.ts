import { describe, expect, it } from "vitest";
import { parseConfig } from "../config.ts";
import { checkAddress, guardedLookup, ownListeners } from "./address-guard.ts";

describe("checkAddress", () => {
  it("refuses every address of this machine at our port while we listen on all", () => {
    expect(() => checkAddress("127.0.0.1", 7000, [{ host: "0.0.0.0", port: 7000 }])).toThrow(/itself/);
    expect(() => checkAddress("127.0.0.1", 7001, [{ host: "0.0.0.0", port: 7000 }])).not.toThrow();
  });

  // A45
  it("knows each of our listeners, that of metrics too", () => {
    const config = parseConfig({ DRAWBRIDGE_LISTEN: "localhost:1", DRAWBRIDGE_HTTP_LISTEN: "localhost:2", DRAWBRIDGE_METRICS_LISTEN: "localhost:3" });
    for (const port of [1, 2, 3]) expect(() => checkAddress("127.0.0.1", port, ownListeners(config))).toThrow(/itself/);
    expect(() => checkAddress("127.0.0.1", 4, ownListeners(config))).not.toThrow();
  });

  it("refuses only the one address that we listen on", () => {
    expect(() => checkAddress("10.1.1.1", 7000, [{ host: "10.1.1.1", port: 7000 }])).toThrow(/itself/);
    expect(() => checkAddress("10.1.1.2", 7000, [{ host: "10.1.1.1", port: 7000 }])).not.toThrow();
  });
});

describe("guardedLookup", () => {
  it("A46: judges the address at the moment of connecting", async () => {
    const resolve = (port: number) => new Promise((done) => guardedLookup(port)("localhost", { all: true }, (error, addresses) => done(error ?? addresses)));
    expect(await resolve(6443)).toEqual(expect.arrayContaining([expect.objectContaining({ address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) })]));
    expect(await resolve(9443)).toMatchObject({ code: "ERR_REFUSED_ADDRESS" });
  });
});
