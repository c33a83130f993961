// B8: what a person feels. `kubectl get ns` of a real API server, direct against through Drawbridge, by turns, so that both meet the same machine.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBinaries } from "#e2e/cluster/binaries.ts";
import { type StartedCluster, startCluster } from "#e2e/cluster/cluster.ts";
import { holdPort, stopProcess } from "#e2e/cluster/processes.ts";
import { createGrant, reconcileEnvironment } from "#lib/access/index.ts";
import type { Context } from "#lib/context.ts";
import { databaseFile, migrate, openDatabase } from "#lib/db.ts";
import { addEnvironment } from "#lib/environments/index.ts";
import { issueKubeconfig } from "#lib/kubeconfig/index.ts";
import { instanceKey } from "#lib/secrets.ts";
import { createFirstAdminUnattended, listUsers } from "#lib/users/index.ts";
import { startDrawbridge } from "./drawbridge.ts";
import type { Measurement } from "./measurement.ts";
import { stopGraceMs } from "./targets.ts";

const name = "kubectl";
/** They fill kubectl's discovery cache. */
const uncounted = 2;

export const kubectl: Measurement = {
  name,
  async run(bench, { options: { quick }, signal, record }) {
    const { stateDir } = bench;
    const { kubectl: program } = await ensureBinaries();
    const cluster = await startCluster({ name: "bench", stateDir: join(stateDir, "..", "cluster"), node: false });
    try {
      const held = await holdPort();
      await held.release();
      const dataDir = join(stateDir, "kubectl-data");
      const file = join(stateDir, "drawbridge.yaml");
      const certificateAuthority = readFileSync(bench.caFile, "utf8");
      writeFileSync(file, await fillAndIssue(dataDir, cluster, { serverUrl: `https://127.0.0.1:${held.port}`, certificateAuthority }), { mode: 0o600 });
      await startDrawbridge({ ...bench, dataDir, name, port: held.port });
      for (let run = 1; run <= uncounted + (quick ? 10 : 40); run++) {
        for (const [target, kubeconfig] of [["direct", cluster.kubeconfigPath] as const, ["drawbridge", file] as const]) {
          const figures = { "get ns ms": await timed(program, kubeconfig, { home: stateDir, signal }) };
          if (run > uncounted) record({ workload: name, target, run, figures });
        }
      }
    } finally {
      await stopProcess(stateDir, name, stopGraceMs);
      await cluster.stop();
    }
  },
};

/** An administrator with everything in `cluster`, before the server opens the database; returns their file. */
async function fillAndIssue(dataDir: string, cluster: StartedCluster, target: { serverUrl: string; certificateAuthority: string }): Promise<string> {
  const db = openDatabase(databaseFile(dataDir));
  const key = instanceKey(dataDir);
  const context: Context = { db, actor: { kind: "system" }, now: new Date() };
  try {
    await migrate(db);
    await createFirstAdminUnattended(db, { login: "ada", password: randomBytes(16).toString("hex") }, new Date());
    const added = { name: "bench", kubeconfig: cluster.adminKubeconfig, context: cluster.name, pinnedSha256: null, grantMe: false };
    const environment = await addEnvironment(context, added, key);
    const person = (await listUsers(context)).find(({ login }) => login === "ada");
    if (person === undefined) throw new Error("the administrator is not there");
    const rule = { subject: { kind: "user" as const, id: person.id }, environmentId: environment.id, clusterRole: "cluster-admin", namespaces: null };
    await createGrant(context, rule, key);
    await reconcileEnvironment(db, environment.id, new Date(), { key });
    const input = { environmentIds: [environment.id], name: "bench", expiry: { seconds: 7 * 24 * 3600 }, currentEnvironmentId: null };
    const actor = { kind: "person" as const, person: await db.user.findUniqueOrThrow({ where: { id: person.id } }), sourceIP: null };
    return (await issueKubeconfig({ db, actor, now: new Date() }, input, target, randomBytes)).content;
  } finally {
    await db.$disconnect();
  }
}

/** Milliseconds of one `kubectl get ns`. */
async function timed(program: string, kubeconfig: string, { home, signal }: { home: string; signal: AbortSignal }): Promise<number> {
  const began = performance.now();
  const env = { ...process.env, HOME: home };
  const child = spawn(program, ["--kubeconfig", kubeconfig, "get", "ns"], { stdio: ["ignore", "ignore", "inherit"], env, signal });
  const code = await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  if (code !== 0) throw new Error(`kubectl get ns ended with ${code}`);
  return performance.now() - began;
}
