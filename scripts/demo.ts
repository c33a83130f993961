// `npm run demo`: Drawbridge with two real clusters on this machine, to try before one has a cluster to give. Ctrl C removes it all.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pairPath, startPair } from "#e2e/cluster/pair.ts";
import { stopStateDirsBelow } from "#e2e/cluster/stop-state-dir.ts";
import { guardStateDirs } from "#e2e/cluster/watchdog.ts";
import { startGateway } from "#e2e/gateway.ts";
import { type DemoPerson, demoAdmin, demoUsers, fillDemo } from "./demo-data.ts";

const folder = mkdtempSync(join(tmpdir(), "drawbridge-demo-"));
guardStateDirs(folder);
let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(0));

try {
  say("Starting two clusters (the first time Kubernetes is built from source: some 5 minutes) …");
  const clusters = await startPair(folder);
  say("Adding environments, users and grants …");
  const stateDir = join(folder, "drawbridge");
  await fillDemo(join(stateDir, "data"), clusters);
  say("Starting Drawbridge (the first time its pages are built: half a minute) …");
  const gateway = await startGateway({ stateDir });
  say(instructions(gateway.url, gateway.certificateAuthorityPath, clusters.kubectl));
  setInterval(() => {}, 60_000);
} catch (error) {
  if (!stopping) {
    say(error instanceof Error ? error.message : String(error));
    await stop(1);
  }
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  say("\nStopping, and removing what was made …");
  await stopStateDirsBelow(folder);
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

function instructions(url: string, certificateAuthorityPath: string, kubectl: string): string {
  const people: DemoPerson[] = [demoAdmin, demoUsers.dev, demoUsers.viewer];
  return `
Open      ${url}   (the browser warns of the private certificate: its CA is ${certificateAuthorityPath})

Sign in   login     password                  rights
${people.map(({ login, password, rights }) => `          ${login.padEnd(10)}${password.padEnd(26)}${rights}`).join("\n")}

On Home choose kubeconfig, tick both environments, Download file. Then, with the file's path:

  export KUBECONFIG=~/Downloads/<file>
  alias kubectl=${kubectl}
  kubectl config use-context drawbridge-ctx-staging
  kubectl get pods --namespace shop
  kubectl exec -it --namespace shop deploy/clock -- sh
  kubectl logs -f --namespace shop deploy/clock
  kubectl delete namespace shop        (refused to all but ada)

The clusters themselves: ${pairPath(folder)}
Ctrl C ends the demo and leaves nothing behind.
`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
