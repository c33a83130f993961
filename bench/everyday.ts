// `npm run bench:everyday`: what a person feels. Start of a built Drawbridge to its first answer, its memory when idle, and
// `kubectl get ns` direct against through Drawbridge, interleaved, so that both meet the same machine. Prints one table.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPair } from "#e2e/cluster/pair.ts";
import { recordedProcesses } from "#e2e/cluster/processes.ts";
import { stopStateDirsBelow } from "#e2e/cluster/stop-state-dir.ts";
import { guardStateDirs } from "#e2e/cluster/watchdog.ts";
import { startGateway } from "#e2e/gateway.ts";
import { openDatabase } from "#lib/db.ts";
import { issueKubeconfig } from "#lib/kubeconfig/index.ts";
import { demoAdmin, fillDemo } from "../scripts/demo-data.ts";

const runs = 40;
const starts = 5;
const folder = mkdtempSync(join(tmpdir(), "drawbridge-bench-"));
guardStateDirs(folder);

try {
  const clusters = await startPair(folder);
  const stateDir = join(folder, "drawbridge");
  const dataDir = join(stateDir, "data");
  await fillDemo(dataDir, clusters);
  const gateway = await startGateway({ stateDir });
  await gateway.kill();
  // Beside the server nobody may write to its database: the file is made while it is down.
  const file = join(folder, "drawbridge.yaml");
  await issueFile(file, gateway.url, dataDir);
  const firstAnswer: number[] = [];
  for (let round = 0; round < starts; round++) {
    await gateway.kill();
    const began = performance.now();
    await gateway.restart();
    firstAnswer.push(performance.now() - began);
  }
  const direct: number[] = [];
  const through: number[] = [];
  for (let round = 0; round < runs + 2; round++) {
    const a = await timed(clusters.kubectl, clusters.alpha.kubeconfigPath);
    const b = await timed(clusters.kubectl, file);
    // The first rounds fill kubectl's discovery cache.
    if (round >= 2) {
      direct.push(a);
      through.push(b);
    }
  }
  const rows = [
    ["start of a built Drawbridge to its first 200, median", `${median(firstAnswer).toFixed(0)} ms`],
    ["kubectl get ns, direct, median", `${median(direct).toFixed(1)} ms`],
    ["kubectl get ns, through Drawbridge, median", `${median(through).toFixed(1)} ms`],
    ["difference; ratio", `${(median(through) - median(direct)).toFixed(1)} ms; ${(median(through) / median(direct)).toFixed(3)}`],
    ["memory after that (RSS)", `${residentMegabytes(stateDir)} MB`],
  ];
  for (const [what, value] of rows) process.stdout.write(`${(what ?? "").padEnd(56)}${value}\n`);
} finally {
  await stopStateDirsBelow(folder);
  rmSync(folder, { recursive: true, force: true });
}

async function issueFile(file: string, serverUrl: string, dataDir: string): Promise<void> {
  const db = openDatabase(join(dataDir, "drawbridge.db"));
  const user = await db.user.findUniqueOrThrow({ where: { login: demoAdmin.login } });
  const actor = { kind: "person" as const, person: user, sourceIP: null };
  const staging = await db.environment.findUniqueOrThrow({ where: { name: "staging" } });
  const input = { environmentIds: [staging.id], name: "bench", expirySeconds: 3600, currentEnvironmentId: null };
  const target = { serverUrl, certificateAuthority: readFileSync(join(dataDir, "tls/ca.crt"), "utf8") };
  const issued = await issueKubeconfig({ db, actor, now: new Date() }, input, target, randomBytes);
  writeFileSync(file, issued.content, { mode: 0o600 });
  await db.$disconnect();
}

/** Milliseconds of one `kubectl get ns`. */
async function timed(kubectl: string, kubeconfig: string): Promise<number> {
  const began = performance.now();
  const child = spawn(kubectl, ["--kubeconfig", kubeconfig, "get", "ns"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, HOME: folder },
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`kubectl get ns ended with ${code}`);
  return performance.now() - began;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function residentMegabytes(stateDir: string): string {
  const pid = recordedProcesses(stateDir).findLast((each) => each.name === "drawbridge")?.pid;
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return (Number(kilobytes) / 1024).toFixed(0);
}
