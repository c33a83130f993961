import { describe, expect, it } from "vitest";
import { Forbidden } from "#lib/errors.ts";
import { requireOwnFetch, requireOwnOrigin } from "./same-origin.ts";

const host = "drawbridge.example:9443";

describe("a GET that issues a file", () => {
  it.each<[string, Record<string, string>]>([
    ["a script with a cookie given by hand", {}],
    ["curl, which accepts anything", { accept: "*/*" }],
    ["a fetch by our own page", { "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", referer: `https://${host}/` }],
    ["a script that says it comes from us", { referer: `https://${host}/kubeconfigs` }],
  ])("is answered for %s", (_title, headers) => {
    expect(() => requireOwnFetch(new Headers({ host, ...headers }))).not.toThrow();
  });

  it.each<[string, Record<string, string>]>([
    ["a link on another site", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }],
    ["an image on another site", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }],
    ["a site on a name beside ours", { "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" }],
    ["a link in a mail", { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" }],
    ["a prefetch by anyone", { "sec-fetch-site": "none", "sec-fetch-mode": "no-cors", "sec-purpose": "prefetch" }],
    ["a navigation, even from our page", { "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate" }],
    ["a browser that tells its mode only", { "sec-fetch-mode": "no-cors" }],
    ["an old browser's navigation", { accept: "text/html,application/xhtml+xml,*/*;q=0.8" }],
    ["an old browser's upgrade", { "upgrade-insecure-requests": "1" }],
    ["a foreign Referer", { referer: "https://evil.example/" }],
    ["our name at the start of a foreign Referer", { referer: `https://${host}.evil.example/` }],
    ["our host over http", { referer: `http://${host}/` }],
    ["a foreign Origin", { origin: "https://evil.example" }],
    ["an opaque Origin", { origin: "null" }],
  ])("is refused for %s", (_title, headers) => {
    expect(() => requireOwnFetch(new Headers({ host, ...headers }))).toThrow(Forbidden);
  });
});

describe("a POST that issues a file", () => {
  it("is answered for our own origin only", () => {
    expect(() => requireOwnOrigin(new Headers({ host, origin: `https://${host}` }))).not.toThrow();
  });

  it.each([undefined, "null", "https://evil.example", "http://drawbridge.example:9443", "https://drawbridge.example", `https://${host}.evil.example`])(
    "is refused for the origin %s",
    (origin) => {
      expect(() => requireOwnOrigin(new Headers({ host, ...(origin ? { origin } : {}) }))).toThrow(Forbidden);
    },
  );
});
