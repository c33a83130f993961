import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Forbidden, NotFound, Unauthenticated } from "../errors.ts";
import { readRevision } from "../revision.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createTestCertificate, startTlsServer } from "../testing/tls-server.ts";
import { storeCredential } from "./credentials.ts";
import {
  addEnvironment,
  addEnvironmentFromManifest,
  findEnvironment,
  installManifest,
  listEnvironments,
  probeEnvironment,
  readUploadedKubeconfig,
  removeEnvironment,
  setEnvironmentDisabled,
  testConnection,
  updateEnvironment,
} from "./index.ts";

let store: TestDatabase;
let admin: Context;
let bob: Context;
let id: number;
const key = randomBytes(32);
const kubeconfig = (server: string) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "c", cluster: { server } }],
    users: [{ name: "u", user: { token: "pasted-secret" } }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
  });

beforeEach(async () => {
  store = await openTestDatabase();
  admin = await contextOfPerson(store.db, "ada", { isAdmin: true });
  bob = await contextOfPerson(store.db, "bob");
  id = (await store.db.environment.create({ data: { name: "alpha", server: "https://127.0.0.1:1", createdAt: admin.now } })).id;
});
afterEach(() => store.close());

const give = (name: string) => ({ name, kubeconfig: kubeconfig("https://127.0.0.1:1"), context: "x", pinnedSha256: null, grantMe: true });
const audited = async () =>
  (await store.db.auditEvent.findMany({ orderBy: { id: "asc" } })).map(({ action, actorLogin, environmentName }) => [action, actorLogin, environmentName]);

describe("environments", () => {
  it("are an administrator's business alone", async () => {
    const anonymous: Context = { ...admin, actor: { kind: "anonymous", sourceIP: null } };
    const doors: ((context: Context) => unknown)[] = [
      listEnvironments,
      (context) => findEnvironment(context, id),
      (context) => readUploadedKubeconfig(context, kubeconfig("https://127.0.0.1:1")),
      (context) => testConnection(context, { kubeconfig: kubeconfig("https://127.0.0.1:1"), context: "x", pinnedSha256: null }),
      (context) => addEnvironment(context, give("beta"), key),
      (context) => installManifest(context, key),
      (context) => addEnvironmentFromManifest(context, { name: "beta", printed: "x", grantMe: true }, key),
      (context) => updateEnvironment(context, id, { name: "beta" }),
      (context) => setEnvironmentDisabled(context, id, true),
      (context) => removeEnvironment(context, id, { cleanCluster: false }, key),
    ];
    for (const door of doors) {
      await expect((async () => door(bob))()).rejects.toThrow(Forbidden);
      await expect((async () => door(anonymous))()).rejects.toThrow(Unauthenticated);
    }
    expect([await readRevision(store.db), await audited()]).toEqual([0, []]);
  });

  it("are renamed, switched off and on, and removed, each with its audit row and the revision", async () => {
    expect(await updateEnvironment(admin, id, { name: "production" })).toMatchObject({ id, name: "production" });
    expect((await setEnvironmentDisabled(admin, id, true)).health.state).toBe("disabled");
    expect((await setEnvironmentDisabled(admin, id, false)).health.state).toBe("unknown");
    expect((await removeEnvironment(admin, id, { cleanCluster: false }, key)).left?.command).toMatch(/^kubectl delete/);
    expect(await listEnvironments(admin)).toEqual([]);
    expect(await readRevision(store.db)).toBe(4);
    expect(await audited()).toEqual(["updated", "disabled", "enabled", "removed"].map((what) => [`environment.${what}`, "ada", "production"]));
    for (const work of [
      () => updateEnvironment(admin, id, { name: "x" }),
      () => setEnvironmentDisabled(admin, id, true),
      () => removeEnvironment(admin, id, { cleanCluster: false }, key),
    ])
      await expect(work()).rejects.toThrow(NotFound);
  });

  it("have names of their own", async () => {
    await store.db.environment.create({ data: { name: "beta", server: "https://127.0.0.1:1", createdAt: admin.now } });
    await expect(updateEnvironment(admin, id, { name: "beta" })).rejects.toMatchObject({ field: "name" });
    await expect(addEnvironment(admin, give("beta"), key)).rejects.toMatchObject({ field: "name" });
    expect(await updateEnvironment(admin, id, { name: "alpha" })).toMatchObject({ name: "alpha" });
  });

  it("are not half-made when the cluster cannot be reached, and the pasted credential is in no message", async () => {
    const fault = await addEnvironment(admin, give("beta"), key).catch((error) => error);
    expect(fault).toMatchObject({ name: "InvalidInput", field: "context", message: expect.stringMatching(/Nothing listens at that address/) });
    expect(JSON.stringify([fault, fault.stack])).not.toContain("pasted-secret");
    expect(await store.db.environment.count()).toBe(1);
  });

  it("are told apart by the step at which a connection fails", async () => {
    const steps = async (server: string) => {
      const { ok, steps: seen } = await testConnection(admin, { kubeconfig: kubeconfig(server), context: "x", pinnedSha256: null });
      return [ok, ...seen.map(({ step, state }) => `${step} ${state}`).filter((text) => !text.endsWith("skipped"))];
    };
    expect(await steps("https://no-such-host.invalid")).toEqual([false, "name passed", "dns failed"]);
    expect(await steps("https://127.0.0.1:1")).toEqual([false, "name passed", "dns passed", "tcp failed"]);
    const certificate = await createTestCertificate(["127.0.0.1"]);
    const api = await startTlsServer(certificate, (_request, response) => response.writeHead(401).end());
    expect(await steps(api.server)).toEqual([false, "name passed", "dns passed", "tcp passed", "tls failed"]);
    const pinned = { kubeconfig: kubeconfig(api.server), context: "x", pinnedSha256: certificate.sha256 };
    const { steps: seen } = await testConnection(admin, pinned);
    expect(seen.find(({ state }) => state === "failed")).toMatchObject({ step: "credential", detail: expect.stringMatching(/does not accept the credential/) });
    await api.close();
  });

  it("are probed without moving the revision, but for a change of health", async () => {
    const minted = { token: "a.b.c", expiresAt: new Date("2027-01-01") };
    await store.db.$transaction((transaction) => storeCredential(transaction, key, { environmentId: id, kind: "manager", minted, now: admin.now }));
    for (const revision of [1, 1]) {
      expect((await probeEnvironment(store.db, id, admin.now, key)).ok).toBe(false);
      expect(await readRevision(store.db)).toBe(revision);
    }
    expect(await findEnvironment(admin, id)).toMatchObject({ health: { state: "down", step: "tcp" } });
    expect(JSON.stringify(await findEnvironment(admin, id))).not.toMatch(/sealed|a\.b\.c/);
  });

  it("cannot be cleaned in a cluster that is away, which is said", async () => {
    const minted = { token: "a.b.c", expiresAt: new Date("2027-01-01") };
    await store.db.$transaction((transaction) => storeCredential(transaction, key, { environmentId: id, kind: "manager", minted, now: admin.now }));
    expect((await removeEnvironment(admin, id, { cleanCluster: true }, key)).left?.what).toMatch(/could not be cleaned: nothing listens/);
    expect(await store.db.environment.count()).toBe(0);
  });
});
