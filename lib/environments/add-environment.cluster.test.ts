import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ensureBinaries } from "#e2e/cluster/binaries.ts";
import { type StartedCluster, startCluster } from "#e2e/cluster/cluster.ts";
import type { Context } from "../context.ts";
import { instanceKey } from "../secrets.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import {
  addEnvironment,
  addEnvironmentFromManifest,
  addOwnCluster,
  findEnvironment,
  installManifest,
  probeEnvironment,
  removeEnvironment,
  renewCredentials,
  testConnection,
  watchEnvironment,
} from "./index.ts";
import { whoAmISchema } from "./kubernetes-schema.ts";
import { openManagedCluster } from "./managed-cluster.ts";
import { parseUploadedKubeconfig } from "./uploaded-kubeconfig.ts";

let cluster: StartedCluster;
let store: TestDatabase;
let admin: Context;
/** One Drawbridge all along: what an earlier test installed is then its own, and is installed over. */
const key = randomBytes(32);
const stateDir = mkdtempSync(join(tmpdir(), "drawbridge-cluster-"));

beforeAll(async () => {
  cluster = await startCluster({ name: "environments", stateDir, node: false });
});
afterAll(async () => {
  await cluster.stop();
  rmSync(stateDir, { recursive: true, force: true });
});
beforeEach(async () => {
  store = await openTestDatabase();
  admin = { ...(await contextOfPerson(store.db, "ada", { isAdmin: true })), now: new Date() };
  return () => store.close();
});

const add = (name: string) =>
  addEnvironment(admin, { name, kubeconfig: cluster.adminKubeconfig, context: contextName(cluster.adminKubeconfig), pinnedSha256: null, grantMe: true }, key);
const contextName = (text: string) => /^current-context: "?([^"\n]+)/m.exec(text)?.[1] ?? "";
const names = async (kind: string) => {
  const { stdout } = await cluster.kubectl(["get", kind, "-A", "-l", "app.kubernetes.io/managed-by=drawbridge", "-o", "name"]);
  return stdout.split("\n").filter((line) => line !== "");
};

describe("addOwnCluster", () => {
  it("R2 takes in the cluster that Drawbridge runs in by the ServiceAccount of its pod, with nothing pasted", async () => {
    const accountDir = mkdtempSync(join(stateDir, "account-"));
    await cluster.kubectl(["create", "serviceaccount", "drawbridge-pod", "-n", "default"]);
    await cluster.kubectl(["create", "clusterrolebinding", "drawbridge-pod", "--clusterrole=cluster-admin", "--serviceaccount=default:drawbridge-pod"]);
    const { stdout: token } = await cluster.kubectl(["create", "token", "drawbridge-pod", "-n", "default"]);
    const [connection] = parseUploadedKubeconfig(cluster.adminKubeconfig).flatMap(({ use }) => use ?? []);
    writeFileSync(join(accountDir, "token"), token);
    writeFileSync(join(accountDir, "ca.crt"), connection?.connection.caData ?? "");
    const place = { server: connection?.connection.server ?? null, accountDir };
    expect(await addOwnCluster(admin, { name: "own", grantMe: true }, place, key)).toMatchObject({ name: "own", version: "v1.36.3" });
    expect(await names("serviceaccount")).toHaveLength(2);
  });
});

describe("addEnvironment", () => {
  it("tests each step of the connection with the pasted credential", async () => {
    const view = await testConnection(admin, { kubeconfig: cluster.adminKubeconfig, context: contextName(cluster.adminKubeconfig), pinnedSha256: null });
    expect(view.steps.map(({ step, state }) => [step, state])).toEqual(["name", "dns", "tcp", "tls", "credential", "rights"].map((step) => [step, "passed"]));
    expect(view).toMatchObject({ ok: true, version: "v1.36.3", certificate: null });
    expect(view.steps[4]?.detail).toMatch(/knows the credential as admin/);
  });

  it("shows the certificate of a cluster that nobody vouches for, and takes it once it is pinned", async () => {
    const kubeconfig = cluster.adminKubeconfig.replace(/certificate-authority-data: \S+/, "insecure-skip-tls-verify: true");
    const choice = { kubeconfig, context: contextName(kubeconfig) };
    const seen = await testConnection(admin, { ...choice, pinnedSha256: null });
    expect(seen).toMatchObject({ ok: false, certificate: { sha256: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/) } });
    expect(seen.steps.map(({ state }) => state)).toEqual(["passed", "passed", "passed", "failed", "skipped", "skipped"]);
    const pinnedSha256 = seen.certificate?.sha256 ?? "";
    expect((await testConnection(admin, { ...choice, pinnedSha256 })).ok).toBe(true);
    await expect(testConnection(admin, { ...choice, pinnedSha256: "AB:CD" })).rejects.toMatchObject({ field: "pinnedSha256" });
    await expect(addEnvironment(admin, { name: "no pin", ...choice, pinnedSha256: null, grantMe: false }, key)).rejects.toMatchObject({ field: "context" });
    const added = await addEnvironment(admin, { name: "pinned", ...choice, pinnedSha256, grantMe: false }, key);
    expect(added).toMatchObject({ trust: "pinned", health: { state: "ready" } });
  });

  it("installs both accounts, keeps only their tokens, and grants the one who adds it", async () => {
    const added = await add("alpha");
    expect(added).toMatchObject({ name: "alpha", version: "v1.36.3", trust: "ca", grantCount: 1, health: { state: "ready" } });
    const stored = JSON.stringify([
      await store.db.environment.findMany(),
      await store.db.environmentCredential.findMany(),
      await store.db.auditEvent.findMany(),
    ]);
    const pasted = /token: (\S+)/.exec(cluster.adminKubeconfig)?.[1] ?? "";
    expect(pasted).not.toBe("");
    expect(stored).not.toContain(pasted);
    expect(stored).not.toMatch(/eyJ/);
    for (const kind of ["proxy", "manager"] as const) {
      const client = await openManagedCluster(store.db, key, { environmentId: added.id, kind });
      const body = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
      const whoAmI = await client?.send(whoAmISchema, { method: "POST", path: "/apis/authentication.k8s.io/v1/selfsubjectreviews", body });
      expect(whoAmI?.status.userInfo.username).toBe(`system:serviceaccount:drawbridge:${kind}`);
      client?.close();
    }
    expect((await store.db.auditEvent.findMany()).map(({ action }) => action)).toEqual(["environment.created", "grant.created"]);
    expect(await store.db.environmentClusterRole.count({ where: { name: "view" } })).toBe(1);
  });

  it("gives the proxy account no right at all, and the manager none on secrets or other namespaces' accounts", async () => {
    await add("alpha");
    const can = async (account: string, ...args: string[]) =>
      (await cluster.kubectl(["auth", "can-i", ...args, "--as", `system:serviceaccount:drawbridge:${account}`])).stdout.trim();
    for (const question of ["get pods", "impersonate users", "impersonate groups", "impersonate serviceaccounts", "create clusterrolebindings"])
      expect([question, await can("proxy", ...question.split(" "))]).toEqual([question, "no"]);
    expect(await can("manager", "get", "secrets", "-A")).toBe("no");
    expect(await can("manager", "create", "serviceaccounts/manager", "--subresource=token", "-n", "kube-system")).toBe("no");
    expect(await can("manager", "create", "serviceaccounts/manager", "--subresource=token", "-n", "drawbridge")).toBe("yes");
    expect(await can("manager", "update", "clusterroles/cluster-admin")).toBe("no");
    expect(await can("manager", "escalate", "clusterroles/drawbridge-manager")).toBe("no");
    expect(await can("manager", "escalate", "clusterroles/drawbridge-proxy")).toBe("yes");
    expect(await can("manager", "delete", "namespaces/default")).toBe("no");
  });

  it("refuses a cluster that is here already, one that another Drawbridge manages, and foreign objects in the way", async () => {
    await add("alpha");
    await expect(add("alpha")).rejects.toMatchObject({ field: "name" });
    await expect(add("again")).rejects.toThrow(/already here, as “alpha”/);
    const other = await openTestDatabase();
    const elsewhere = { ...(await contextOfPerson(other.db, "eve", { isAdmin: true })), now: new Date() };
    const input = { name: "alpha", kubeconfig: cluster.adminKubeconfig, context: contextName(cluster.adminKubeconfig), pinnedSha256: null, grantMe: false };
    await expect(addEnvironment(elsewhere, input, instanceKey(other.dataDir))).rejects.toThrow(/Another Drawbridge manages this cluster/);
    expect(await other.db.environment.count()).toBe(0);
    await other.close();
    await cluster.kubectl(["delete", "namespace", "drawbridge"]);
    await cluster.kubectl(["create", "namespace", "drawbridge"]);
    await store.db.environment.deleteMany();
    await expect(add("beta")).rejects.toThrow(/Namespace drawbridge that Drawbridge did not make/);
    expect(await names("serviceaccounts")).toEqual([]);
    await cluster.kubectl(["delete", "namespace", "drawbridge"]);
  });

  it("leaves the database as it was when the credential may not install", async () => {
    await cluster.kubectl(["create", "serviceaccount", "weak", "-n", "default"]);
    const { stdout: token } = await cluster.kubectl(["create", "token", "weak", "-n", "default"]);
    const kubeconfig = cluster.adminKubeconfig.replace(/token: \S+/, `token: ${token.trim()}`);
    await expect(addEnvironment(admin, { name: "weak", kubeconfig, context: contextName(kubeconfig), pinnedSha256: null, grantMe: true }, key)).rejects.toThrow(
      /may not: create namespaces.*cluster-admin/,
    );
    expect(await store.db.environment.count()).toBe(0);
  });

  it("renews both tokens at 80 % of their life, not before", async () => {
    const { id } = await add("alpha");
    const before = await store.db.environmentCredential.findMany();
    expect(await renewCredentials(store.db, new Date(), key)).toEqual([]);
    expect(await store.db.environmentCredential.findMany()).toEqual(before);
    expect(await renewCredentials(store.db, new Date(Date.now() + 0.9 * 86_400_000), key)).toEqual([]);
    const after = await store.db.environmentCredential.findMany();
    const renewed = after.filter((row) => !before.some(({ sealedToken }) => sealedToken === row.sealedToken));
    expect(renewed.map(({ kind }) => kind)).toEqual(["proxy"]);
    expect((await probeEnvironment(store.db, id, new Date(), key)).ok).toBe(true);
    expect(await store.db.auditEvent.count({ where: { action: "environment.credential-renewed", targetName: "proxy" } })).toBe(1);
  });

  it("stores what a probe saw, and that the cluster is down at the step that failed", async () => {
    const { id } = await add("alpha");
    await watchEnvironment(store.db, id, new Date(), key);
    const { probedAt } = await store.db.environment.findUniqueOrThrow({ where: { id } });
    await watchEnvironment(store.db, id, new Date(), key);
    const again = await store.db.environment.findUniqueOrThrow({ where: { id } });
    expect(again).toMatchObject({ probeOk: true, probedAt: again.lastReachableAt, version: expect.stringMatching(/^v1\./) });
    expect(again.probedAt?.getTime()).toBeGreaterThan(probedAt?.getTime() ?? Number.POSITIVE_INFINITY);
    await cluster.stopApiServer();
    await watchEnvironment(store.db, id, new Date(), key);
    expect(await findEnvironment(admin, id)).toMatchObject({ health: { state: "down", step: "tcp", message: expect.stringMatching(/nothing listens/i) } });
    await cluster.startApiServer();
    await watchEnvironment(store.db, id, new Date(), key);
    expect(await findEnvironment(admin, id)).toMatchObject({ health: { state: "ready", step: null } });
  });

  it("removes everything that is ours from the cluster when asked", async () => {
    const { id } = await add("alpha");
    expect(await removeEnvironment(admin, id, { cleanCluster: true }, key)).toEqual({ left: null });
    expect(await store.db.environmentCredential.count()).toBe(0);
    await cluster.kubectl(["wait", "--for=delete", "namespace/drawbridge", "--timeout=30s"]);
    await expect.poll(() => names("clusterrolebindings"), { timeout: 30_000 }).toEqual([]);
    expect(await names("clusterroles,serviceaccounts,roles,rolebindings")).toEqual([]);
  });

  it("takes a cluster in by the manifest, and deletes the long-lived token there", async () => {
    const { manifest, command } = installManifest(admin, key);
    writeFileSync(join(stateDir, "drawbridge.yaml"), manifest);
    const printed = await runInShell(command);
    const added = await addEnvironmentFromManifest(admin, { name: "by manifest", printed: `$ ${command}\n${printed}`, grantMe: true }, key);
    expect(added).toMatchObject({ trust: "ca", grantCount: 1, health: { state: "ready" } });
    expect((await cluster.kubectl(["get", "secrets", "-n", "drawbridge", "-o", "name"])).stdout).toBe("");
    await expect(addEnvironmentFromManifest(admin, { name: "twice", printed, grantMe: true }, key)).rejects.toThrow(/already here/);
  });
});

/** As an administrator would: in a folder with the manifest, with the cluster's own kubeconfig. */
async function runInShell(command: string): Promise<string> {
  const binDir = mkdtempSync(join(tmpdir(), "drawbridge-bin-"));
  try {
    symlinkSync((await ensureBinaries()).kubectl, join(binDir, "kubectl"));
    const variables = [`PATH=${binDir}:/usr/bin:/bin`, `KUBECONFIG=${cluster.kubeconfigPath}`, `HOME=${stateDir}`];
    const { stdout } = await promisify(execFile)("env", ["-i", ...variables, "sh", "-c", command], { cwd: stateDir });
    return stdout;
  } finally {
    rmSync(binDir, { recursive: true });
  }
}
