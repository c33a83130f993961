import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { NotFound } from "../errors.ts";
import { type FileHouse, openFileHouse } from "../testing/file-house.ts";
import { listActivity } from "./index.ts";
import type { ActivityQuery } from "./schema.ts";

let house: FileHouse;
let bob: { login: string; id: string };
beforeAll(async () => {
  house = await openFileHouse();
  bob = { login: "bob", id: house.bobId };
  await house.db.kubeconfig.create({ data: { id: "laptop", ownerId: bob.id, ownerLogin: "bob", name: "laptop", createdAt: house.bob.now } });
}, 60_000);
afterAll(() => house.close());
beforeEach(() => house.db.auditEvent.deleteMany());

const start = Date.parse("2026-01-15T12:00:00Z");
const of = { kubeconfig: "laptop" };

/** Rows, one a minute, the first the oldest; bob's with the file unless told. */
async function store(...rows: Record<string, string | number | null>[]): Promise<void> {
  const common = { actorId: bob.id, actorLogin: "bob", kubeconfigId: "laptop", sourceIP: "10.0.0.1" };
  const data = rows.map((row, index) => ({ ...common, at: new Date(start + index * 60_000), action: "request.forwarded", ...row }));
  await house.db.auditEvent.createMany({ data });
}

const told = async (query: ActivityQuery, context = house.bob) => (await listActivity(context, query)).events.map(({ action, verb }) => verb ?? action);

describe("the timeline of a file", () => {
  it("has that it was made, first used, renewed and ended, its sessions with their length and its refusals, and not each request", async () => {
    await store(
      { action: "kubeconfig.issued", targetKind: "kubeconfig", targetName: "laptop" },
      { verb: "list", code: 200 },
      { action: "stream.started", subresource: "exec" },
      { verb: "delete", code: 403 },
      { action: "stream.ended", subresource: "exec", durationMs: 90_000 },
      { action: "stream.ended", subresource: null, verb: "watch" },
      { action: "stream.ended", subresource: "log", verb: "get" },
      { action: "request.refused", code: 401 },
      { action: "kubeconfig.renewed" },
      { action: "kubeconfig.revoked" },
    );
    const { events, next } = await listActivity(house.bob, { of });
    expect(events.map(({ action }) => action)).toEqual([
      ...["kubeconfig.revoked", "kubeconfig.renewed", "request.refused", "stream.ended", "request.forwarded", "kubeconfig.issued"],
    ]);
    expect(events[3]).toMatchObject({ durationMs: 90_000, isOwn: true });
    expect(events.at(-1)).toMatchObject({ firstUsedAt: "2026-01-15T12:01:00.000Z" });
    expect(next).toBeNull();
  });

  it("is its owner's and the administrators', and is not there for anybody else", async () => {
    await store({ action: "kubeconfig.issued" });
    expect(await told({ of }, house.admin)).toEqual(["kubeconfig.issued"]);
    await expect(listActivity(house.eve, { of })).rejects.toThrow(NotFound);
    await expect(listActivity(house.eve, { of: { kubeconfig: "none" } })).rejects.toThrow(NotFound);
  });

  it("tells its owner who ended it, and not from where", async () => {
    await store({ action: "kubeconfig.revoked", actorId: "ada", actorLogin: "ada", sourceIP: "10.9.9.9", detail: '{"reason":"seen in a repository"}' });
    expect((await listActivity(house.bob, { of })).events).toMatchObject([{ actorLogin: "ada", isOwn: false, sourceIP: null, detail: null }]);
    expect((await listActivity(house.admin, { of })).events).toMatchObject([{ sourceIP: "10.9.9.9", detail: { reason: "seen in a repository" } }]);
  });
});

describe("the timeline of a person", () => {
  const mine = () => ({ of: { user: bob.id } });

  it("is one's own and the administrators', and is not there for anybody else", async () => {
    await store({ action: "session.signed-in", kubeconfigId: null });
    expect(await told(mine())).toEqual(["session.signed-in"]);
    expect(await told(mine(), house.admin)).toEqual(["session.signed-in"]);
    await expect(listActivity(house.eve, mine())).rejects.toThrow(NotFound);
  });

  it("has nothing of somebody who had the login before", async () => {
    await store({ action: "session.signed-in", actorId: "another" });
    expect(await told(mine())).toEqual([]);
  });

  it("comes in pages that leave nothing out and repeat nothing, also where many events are of one moment", async () => {
    const rows = Array.from({ length: 120 }, (_none, index) => ({ action: "request.refused", verb: `v${index}`, code: 403, durationMs: index }));
    await store(...rows);
    await house.db.auditEvent.updateMany({ data: { at: new Date(start) }, where: { durationMs: { gte: 30, lt: 90 } } });
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await listActivity(house.bob, { ...mine(), ...(before === undefined ? {} : { before }) });
      expect(page.events.length).toBeLessThanOrEqual(50);
      seen.push(...page.events.map(({ verb }) => verb ?? ""));
      before = page.next ?? undefined;
    } while (before !== undefined);
    expect(seen.toSorted()).toEqual(rows.map(({ verb }) => verb).toSorted());
  });
});
