import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inClusterServer } from "../config.ts";
import { Forbidden } from "../errors.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { addOwnCluster, findOwnCluster } from "./index.ts";

let test: TestDatabase;
let accountDir: string;
beforeAll(async () => {
  test = await openTestDatabase();
  accountDir = mkdtempSync(path.join(tmpdir(), "drawbridge-account-"));
  for (const file of ["token", "ca.crt"]) writeFileSync(path.join(accountDir, file), `${file}\n`);
  mkdirSync(path.join(accountDir, "empty"));
});
afterAll(async () => {
  rmSync(accountDir, { recursive: true });
  await test.close();
});

describe("R2 the cluster that Drawbridge runs in", () => {
  it.each([
    [{ KUBERNETES_SERVICE_HOST: "10.96.0.1", KUBERNETES_SERVICE_PORT: "443" }, "https://10.96.0.1:443"],
    [{ KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "6443" }, "https://[fd00::1]:6443"],
    [{}, null],
    [{ KUBERNETES_SERVICE_HOST: "evil.example/x", KUBERNETES_SERVICE_PORT: "443" }, null],
    [{ KUBERNETES_SERVICE_HOST: "10.96.0.1", KUBERNETES_SERVICE_PORT: "443/x" }, null],
  ])("is where Kubernetes says: %j", (variables, server) => {
    expect(inClusterServer(variables)).toBe(server);
  });

  it("is offered to an administrator where a pod has a ServiceAccount, and nowhere else", async () => {
    const admin = await contextOfPerson(test.db, "ada", { isAdmin: true });
    const place = { server: "https://10.96.0.1:443", accountDir };
    expect(findOwnCluster(admin, place)).toEqual({ server: place.server });
    expect(findOwnCluster(admin, { ...place, server: null })).toBeNull();
    expect(findOwnCluster(admin, { ...place, accountDir: path.join(accountDir, "empty") })).toBeNull();
    await expect(addOwnCluster(admin, { name: "own", grantMe: false }, { ...place, server: null }, Buffer.alloc(32))).rejects.toMatchObject({ field: "form" });
  });

  it("is found and added by administrators alone", async () => {
    const bob = await contextOfPerson(test.db, "bob");
    expect(() => findOwnCluster(bob)).toThrow(Forbidden);
    await expect(addOwnCluster(bob, { name: "own", grantMe: false })).rejects.toThrow(Forbidden);
  });
});
