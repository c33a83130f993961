// The real program before a real cluster, and somebody with a file and open streams, whose access the tests then take away as the pages do:
// by the doors of lib, in a process that is not the program's.
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { type RunningKubectl, startKubectl } from "#e2e/cluster/kubectl.ts";
import { type ClusterPair, requirePair } from "#e2e/cluster/pair.ts";
import { type Gateway, newStateDir, startGateway } from "#e2e/gateway.ts";
import { createGrant } from "#lib/access/index.ts";
import type { Context } from "#lib/context.ts";
import { type Db, databaseFile, migrate, openDatabase } from "#lib/db.ts";
import { addEnvironment } from "#lib/environments/index.ts";
import { issueKubeconfig } from "#lib/kubeconfig/index.ts";
import { instanceKey } from "#lib/secrets.ts";
import { createTeam } from "#lib/teams/index.ts";
import { createFirstAdminUnattended, createUser } from "#lib/users/index.ts";
import { authorityOf, type RawFile, rawFile } from "./raw-file.ts";

/** Where the tests' objects are; all of it is removed at the end. */
export const namespace = "endings";

export interface House {
  pair: ClusterPair;
  gateway: Gateway;
  db: Db;
  key: Buffer;
  /** Of two environments that are one cluster each. */
  alphaId: number;
  betaId: number;
  /** Drawbridge itself, now. */
  system(): Context;
  admit(options?: AdmitOptions): Promise<Tenant>;
  close(): Promise<void>;
}

export interface AdmitOptions {
  /** What they may do in both environments, by themselves or by a team. */
  clusterRole?: string;
  by?: "user" | "team";
  /** When their file is issued, and for how long. */
  issuedAt?: Date;
  expirySeconds?: number;
}

/** Somebody with a file for both environments. */
export interface Tenant {
  userId: string;
  login: string;
  teamId: string;
  grantIds: string[];
  fileId: string;
  expiresAt: Date;
  /** As the person themselves. */
  context(): Context;
  kubeconfig: string;
  alpha: RawFile;
  beta: RawFile;
  start(args: readonly string[], options?: { old: boolean }): RunningKubectl;
}

export async function openHouse(): Promise<House> {
  const pair = requirePair();
  await clean(pair);
  const stateDir = newStateDir();
  const dataDir = path.join(stateDir, "data");
  const db = openDatabase(databaseFile(dataDir));
  const key = instanceKey(dataDir);
  const system = (): Context => ({ db, actor: { kind: "system" }, now: new Date() });
  await migrate(db);
  await createFirstAdminUnattended(db, { login: "ada", password: "violet-harbour-lantern" }, new Date());
  const add = async (cluster: ClusterPair["alpha"], context: string) =>
    (await addEnvironment(system(), { name: context, kubeconfig: cluster.adminKubeconfig, context, pinnedSha256: null, grantMe: false }, key)).id;
  const [alphaId, betaId] = [await add(pair.alpha, "alpha"), await add(pair.beta, "beta")];
  await fillCluster(pair);
  const gateway = await startGateway({ stateDir, env: { DRAWBRIDGE_DRAIN_GRACE: "1" } });
  const folder = path.join(stateDir, "files");
  const environmentIds = [alphaId, betaId];
  let count = 0;

  async function admit({ clusterRole = "edit", by = "user", issuedAt = new Date(), expirySeconds = 3600 }: AdmitOptions = {}): Promise<Tenant> {
    const login = `tenant${++count}`;
    const { user } = await createUser(system(), { login, displayName: login, isAdmin: false, initialPassword: null });
    const team = await createTeam(system(), { name: `team${count}`, memberIds: [user.id] });
    const subject = { kind: by, id: by === "user" ? user.id : team.id };
    const grants = [];
    for (const environmentId of environmentIds) grants.push(await createGrant(system(), { subject, environmentId, clusterRole, namespaces: null }, key));
    const { id, displayName } = user;
    const context = (): Context => ({ db, actor: { kind: "person", person: { id, login, displayName, isAdmin: false }, sourceIP: null }, now: new Date() });
    // As if they had followed the link.
    await db.user.update({ where: { id }, data: { passwordHash: "set", invitationHash: null } });
    const input = { environmentIds, name: login, expiry: { seconds: expirySeconds }, currentEnvironmentId: alphaId };
    const target = { serverUrl: gateway.url, certificateAuthority: await authorityOf(gateway) };
    const { kubeconfig, content } = await issueKubeconfig({ ...context(), now: issuedAt }, input, target);
    const file = path.join(folder, login, "config");
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content, { mode: 0o600 });
    // Entries stand by name.
    const [alpha = "", beta = ""] = [...content.matchAll(/^ +token: (\S+)$/gm)].map((match) => match[1] ?? "");
    const tenant = { ...{ userId: id, login, context, teamId: team.id, grantIds: grants.map((grant) => grant.id), fileId: kubeconfig.id, kubeconfig: file } };
    return {
      ...tenant,
      expiresAt: new Date(kubeconfig.expiresAt ?? 0),
      alpha: await rawFile(gateway, { environmentId: alphaId, token: alpha }),
      beta: await rawFile(gateway, { environmentId: betaId, token: beta }),
      start: (args, { old } = { old: false }) =>
        startKubectl(old ? pair.kubectlOld : pair.kubectl, args, { kubeconfig: file, cacheFolder: path.join(folder, login) }),
    };
  }

  return {
    ...{ pair, gateway, db, key, alphaId, betaId, system, admit },
    async close() {
      await gateway.stop();
      await db.$disconnect();
      await clean(pair);
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

/** The pair is used by one test file after the other, and an earlier run may have been cut. */
async function clean({ alpha, beta }: ClusterPair): Promise<void> {
  for (const { kubectl } of [alpha, beta]) {
    await kubectl(["delete", "clusterrole,clusterrolebinding,rolebinding", "--all-namespaces", "--selector=app.kubernetes.io/managed-by=drawbridge"]);
    await kubectl(["delete", "namespace", "drawbridge", namespace, "--ignore-not-found"], { timeout: 120_000 });
  }
}

/** A pod to speak with, and a list that is too long to be sent at once. */
async function fillCluster({ alpha }: ClusterPair): Promise<void> {
  const metadata = (name: string) => ({ name, namespace, labels: { app: "endings" } });
  const container = { name: "main", image: "busybox:1", imagePullPolicy: "Never", command: ["sh", "-c", "while :; do sleep 1; done"] };
  const objects = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { apiVersion: "v1", kind: "Pod", metadata: metadata("main"), spec: { terminationGracePeriodSeconds: 0, containers: [container] } },
    ...Array.from({ length: 12 }, (_, index) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: metadata(`long${index}`),
      data: { text: "x".repeat(900_000) },
    })),
  ];
  for (const [args, input] of [
    [["create", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: objects })],
    [["wait", "--for=condition=Ready", "pod/main", `--namespace=${namespace}`, "--timeout=60s"], ""],
  ] as const) {
    const { code, stderr } = await alpha.kubectl(args, { input, timeout: 90_000 });
    if (code !== 0) throw new Error(`kubectl ${args[0]}: ${stderr}`);
  }
}
