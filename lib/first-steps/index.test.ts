import { afterAll, beforeAll, expect, it } from "vitest";
import { Forbidden } from "../errors.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { isInUse } from "./index.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

it("an instance is in use once it has an environment, a grant and a file, and not before", async () => {
  const admin = await contextOfPerson(test.db, "ada", { isAdmin: true });
  const { id: userId } = await test.db.user.findUniqueOrThrow({ where: { login: "ada" } });
  const createdAt = admin.now;
  expect(await isInUse(admin)).toBe(false);
  const { id: environmentId } = await test.db.environment.create({ data: { name: "prod", server: "https://prod.example", createdAt } });
  expect(await isInUse(admin)).toBe(false);
  const grant = { userId, environmentId, clusterRole: "view", allNamespaces: true, namespaces: "[]" };
  await test.db.grant.create({ data: { ...grant, createdAt, createdBy: "ada" } });
  expect(await isInUse(admin)).toBe(false);
  await test.db.kubeconfig.create({ data: { id: "k1", ownerId: userId, ownerLogin: "ada", name: "laptop", createdAt } });
  expect(await isInUse(admin)).toBe(true);
});

it("only administrators are told", async () => {
  await expect(isInUse(await contextOfPerson(test.db, "bob"))).rejects.toThrow(Forbidden);
});
