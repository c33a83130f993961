import { afterEach, beforeEach, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Unauthenticated } from "../errors.ts";
import { issueKubeconfig } from "../kubeconfig/index.ts";
import { day, type FileHouse, later, openFileHouse, target } from "../testing/file-house.ts";
import { findPaletteEntries } from "./index.ts";

let house: FileHouse;
beforeEach(async () => {
  house = await openFileHouse();
});
afterEach(() => house.close());

async function found(context: Context, query: string): Promise<string[]> {
  return (await findPaletteEntries(context, query)).map(({ kind, name }) => `${kind} ${name}`);
}

it("offers what the person may see, and nothing else", async () => {
  await issueKubeconfig(house.bob, { ...house.granted, name: "prod laptop" }, target);
  expect(await found(house.bob, "o")).toEqual(["environment off", "environment Prod", "environment prod", "kubeconfig prod laptop"]);
  expect(await found(house.eve, "o")).toEqual([]);
  expect(await found(house.eve, "")).toEqual([]);
  expect(await found(house.admin, "prod")).toEqual(["managed-environment Prod", "managed-environment prod"]);
  expect(await found(house.admin, "b")).toEqual(["user bob"]);
  expect(await found(house.admin, "ops")).toEqual(["team ops"]);
  await expect(findPaletteEntries({ ...house.bob, actor: { kind: "anonymous", sourceIP: null } }, "")).rejects.toThrow(Unauthenticated);
});

it("shows with nothing typed what was used last: environments of the newest files, then the files", async () => {
  await issueKubeconfig(house.bob, { ...house.granted, environmentIds: [2], name: "older" }, target);
  await issueKubeconfig(later(house.bob, 60), { ...house.granted, environmentIds: [1], name: "newer" }, target);
  expect(await found(later(house.bob, 90), "")).toEqual(["environment prod", "environment Prod", "environment off", "kubeconfig newer", "kubeconfig older"]);
});

it("finds environments by their labels, too", async () => {
  await house.db.environment.update({ where: { id: 1 }, data: { labels: '{"region":"eu-west","tier":"gold"}' } });
  expect(await found(house.bob, "eu")).toEqual(["environment prod"]);
  expect(await found(house.bob, "prod tier=gold")).toEqual(["environment prod"]);
  expect(await found(house.bob, "silver")).toEqual([]);
});

it("offers no file that has ended", async () => {
  await issueKubeconfig(house.bob, house.granted, target);
  expect(await found(house.bob, "revoke laptop")).toEqual(["kubeconfig laptop"]);
  expect(await found(later(house.bob, 7 * day), "revoke laptop")).toEqual([]);
});

it("puts the exact name first and answers with at most 50, however much there is", async () => {
  const { db, admin, bobId } = house;
  const createdAt = admin.now;
  const names = Array.from({ length: 1000 }, (_, index) => `a-node-${String(index).padStart(4, "0")}`);
  await db.environment.createMany({ data: names.map((name, index) => ({ id: 100 + index, name, server: "https://cluster.example", createdAt })) });
  const grant = { userId: bobId, clusterRole: "view", allNamespaces: true, namespaces: "[]", createdAt, createdBy: "ada" };
  await db.grant.createMany({ data: names.map((_, index) => ({ ...grant, environmentId: 100 + index })) });
  await db.environment.create({ data: { id: 2000, name: "node", server: "https://cluster.example", createdAt } });
  await db.grant.create({ data: { ...grant, environmentId: 2000 } });
  await db.user.createMany({ data: names.map((login) => ({ login, displayName: login, createdAt })) });
  const asBob = await found(house.bob, "node");
  expect(asBob[0]).toBe("environment node");
  expect(asBob.length).toBeLessThanOrEqual(50);
  expect((await found(house.admin, "node")).length).toBeLessThanOrEqual(50);
  expect(await found(house.admin, "a-node-0999")).toEqual(["managed-environment a-node-0999", "user a-node-0999"]);
});
