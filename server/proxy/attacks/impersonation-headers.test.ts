// Who a request is from is said by us alone.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Identity } from "#lib/access/index.ts";
import { upstreamHead } from "#server/proxy/upstream-headers.ts";
import { confirm, publish } from "#server/testing/access-rows.ts";
import { type Relay, startRelay, upstreamCredential } from "#server/testing/relay.ts";

let relay: Relay;
beforeEach(async () => {
  relay = await startRelay();
});
afterEach(() => relay.close());

describe("what the cluster is told", () => {
  it("P48: names the person once, each group on a line of its own, the file in an extra", async () => {
    const { db } = relay.gateway.database;
    const team = await db.team.create({ data: { name: "red", createdAt: new Date(), members: { create: { userId: relay.userId } } } });
    await db.grant.create({
      data: {
        ...{ teamId: team.id, environmentId: relay.environmentId, clusterRole: "edit", createdAt: new Date(), createdBy: "test" },
        ...{ allNamespaces: false, namespaces: '["a","b"]' },
      },
    });
    for (const name of ["drawbridge:team:red", "drawbridge:role:edit:a"]) await confirm(db, relay.environmentId, "group", name);
    await publish(db);
    await relay.gateway.proxy.refresh();
    await relay.ask("GET", "/api/v1/pods");
    const [request] = relay.api.requests;
    expect(request?.headers.filter(([name]) => name.startsWith("Impersonate-"))).toEqual([
      ["Impersonate-User", "drawbridge:alice"],
      ["Impersonate-Uid", relay.userId],
      ["Impersonate-Group", "drawbridge:role:edit:a"],
      ["Impersonate-Group", "drawbridge:role:view"],
      ["Impersonate-Group", "drawbridge:team:red"],
      ["Impersonate-Extra-drawbridge.dev%2Fkubeconfig", relay.fileId],
    ]);
    expect(request?.all("authorization")).toEqual([`Bearer ${upstreamCredential}`]);
  });

  it("A09: a Connection line has no say over our headers (CVE-2021-31999)", async () => {
    await relay.raw(
      "GET {prefix}/api/v1/secrets HTTP/1.1\r\n{auth}\r\nConnection: close, Impersonate-User, Impersonate-Group, Authorization, Audit-Id\r\n\r\n",
    );
    const [request] = relay.api.requests;
    expect(request?.all("impersonate-user")).toEqual(["drawbridge:alice"]);
    expect(request?.all("impersonate-group")).toEqual(["drawbridge:role:view"]);
    expect(request?.all("authorization")).toEqual([`Bearer ${upstreamCredential}`]);
    expect(request?.all("connection")).toEqual([]);
  });
});

describe("what a client says of identity", () => {
  it.each([
    "Impersonate-User: system:admin",
    "Impersonate-Group: system:masters",
    "Impersonate-Uid: 7",
    "Impersonate-Extra-scopes: a",
    "iMPERSONATE-uSER: system:admin",
    "Impersonate_User: system:admin",
    "Impersonate-User: a\r\nImpersonate-User: b",
  ])("A11, P49: %j is refused, not dropped", async (header) => {
    const { code, body } = await relay.ask("GET", "/api/v1/pods", { headers: [header] });
    expect(code).toBe(403);
    expect(JSON.parse(body)).toMatchObject({ kind: "Status", reason: "Forbidden", message: expect.stringContaining("--as") });
    expect(relay.api.requests).toHaveLength(0);
  });

  it("A12, A13: remote users, forwarding claims and cookies are dropped; one true address is sent", async () => {
    const claims = ["X-Remote-User", "X-Remote-Group", "x-remote-extra-scopes", "X_Remote_User", "X-Real-Ip", "Forwarded", "X-Forwarded-For"];
    const more = ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Uri", "Cookie", "X-Drawbridge-Client-Ip", "Via", "TE"];
    await relay.ask("GET", "/api/v1/pods", { headers: [...claims, ...more].map((name) => `${name}: 10.6.6.6`) });
    const [request] = relay.api.requests;
    expect(relay.api.received.join("")).not.toContain("10.6.6.6");
    expect(request?.all("x-forwarded-for")).toEqual(["127.0.0.1"]);
    expect(await relay.audited(1)).toMatchObject([{ code: 200, sourceIP: "127.0.0.1" }]);
  });
});

describe("A40, A41: a name that is not of our own making is never sent", () => {
  const request = Object.assign(Object.create(null), { rawHeaders: [], headers: {} });
  const own = { path: "/api", authority: "a", token: "t", clientIP: "::1", auditID: "x", upgrade: null, application: false };
  const identity: Identity = { username: "drawbridge:bob", uid: "1", groups: [], extra: {} };

  it.each(["system:admin", "system:node:n", "kubernetes-admin", "drawbridge:", "drawbridge: bob", "drawbridge:bob ", "drawbridge:a\r\nX: y", "drawbridge:a,b"])(
    "%j",
    (name) => {
      expect(() => upstreamHead(request, { ...identity, username: name }, own)).toThrow(/not fit/);
      expect(() => upstreamHead(request, { ...identity, groups: [name] }, own)).toThrow(/not fit/);
    },
  );

  it("other alphabets are sent as the bytes of UTF-8", () => {
    const head = upstreamHead(request, { ...identity, groups: ["drawbridge:role:größe"] }, own);
    expect(head).toContain(`\r\nImpersonate-Group: ${Buffer.from("drawbridge:role:größe").toString("latin1")}\r\n`);
  });
});
