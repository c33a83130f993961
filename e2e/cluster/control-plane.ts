import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { join } from "node:path";
import { createClusterKeys } from "./certificates.ts";
import { certificateKubeconfig, tokenKubeconfig } from "./kubeconfig-text.ts";
import { startProcess } from "./processes.ts";
import { waitUntil } from "./wait-until.ts";

export type ControlPlane = {
  /** Origin of the API server, such as `https://127.0.0.1:41234`. */
  server: string;
  certificateAuthority: string;
  /** Text of a kubeconfig with the administrator's token. */
  adminKubeconfig: string;
  kubeconfigPath: string;
  certificateKubeconfigPath: string;
  auditLogPath: string;
};

/** What an API server has beyond, or instead of, its usual settings. */
export type ApiServerSettings = { flags?: Record<string, string>; env?: Record<string, string> };

export type ControlPlaneOptions = { name: string; stateDir: string; binDir: string; ports: ControlPlanePorts; apiServer?: ApiServerSettings };
export type ControlPlanePorts = { api: number; etcd: number; etcdPeer: number; controllers: number; scheduler: number };

/** Starts etcd, API server and controllers on loopback; ready when the API server says so. Needs no privilege. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { name, stateDir, ports } = options;
  const server = `https://127.0.0.1:${ports.api}`;
  const keys = await createClusterKeys(name);
  const token = randomBytes(24).toString("base64url");
  const { certificateAuthority } = keys;
  const adminKubeconfig = tokenKubeconfig({ name, server, certificateAuthority, token });
  const file = fileWriter(join(stateDir, "pki"));
  file("ca.crt", certificateAuthority);
  file("api.crt", keys.apiServer.certificate);
  file("api.key", keys.apiServer.key);
  file("kubelet-client.crt", keys.kubeletClient.certificate);
  file("kubelet-client.key", keys.kubeletClient.key);
  file("sa.key", keys.serviceAccountKey);
  file("tokens.csv", `${token},admin,admin,"system:masters"\n`);
  file("audit-policy.yaml", "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: Metadata }]\n");
  const controlPlane = {
    server,
    certificateAuthority,
    adminKubeconfig,
    kubeconfigPath: join(stateDir, "admin.kubeconfig"),
    certificateKubeconfigPath: join(stateDir, "certificate-admin.kubeconfig"),
    auditLogPath: join(stateDir, "log", "audit.log"),
  };
  const toFile = fileWriter(stateDir);
  toFile("admin.kubeconfig", adminKubeconfig);
  toFile("certificate-admin.kubeconfig", certificateKubeconfig({ name, server, certificateAuthority, ...keys.admin }));
  startEtcd(options);
  await startApiServer(options);
  startControllers(options);
  return controlPlane;
}

/** Also used to bring the API server back on the same port after a test has stopped it. */
export async function startApiServer({ stateDir, binDir, ports, apiServer = {} }: ControlPlaneOptions): Promise<void> {
  const pki = (file: string) => join(stateDir, "pki", file);
  const flags = {
    "etcd-servers": `http://127.0.0.1:${ports.etcd}`,
    "secure-port": String(ports.api),
    "bind-address": "127.0.0.1",
    "advertise-address": "127.0.0.1",
    "endpoint-reconciler-type": "none",
    "cert-dir": join(stateDir, "pki"),
    "tls-cert-file": pki("api.crt"),
    "tls-private-key-file": pki("api.key"),
    "client-ca-file": pki("ca.crt"),
    "authorization-mode": "RBAC",
    "token-auth-file": pki("tokens.csv"),
    "service-account-key-file": pki("sa.key"),
    "service-account-signing-key-file": pki("sa.key"),
    "service-account-issuer": "https://kubernetes.default.svc",
    "service-cluster-ip-range": "10.0.0.0/24",
    "kubelet-client-certificate": pki("kubelet-client.crt"),
    "kubelet-client-key": pki("kubelet-client.key"),
    "kubelet-preferred-address-types": "InternalIP",
    "audit-log-path": join(stateDir, "log", "audit.log"),
    "audit-policy-file": pki("audit-policy.yaml"),
    "allow-privileged": "true",
    ...apiServer.flags,
  };
  const env = { ...process.env, ...apiServer.env };
  startProcess(stateDir, "kube-apiserver", [join(binDir, "kube-apiserver"), ...toFlags(flags)], { env });
  await waitUntil(stateDir, "kube-apiserver", () => isReady(`https://127.0.0.1:${ports.api}`, pki("ca.crt")));
}

function startEtcd({ stateDir, binDir, ports }: ControlPlaneOptions): void {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  const flags = {
    "data-dir": join(stateDir, "etcd"),
    "listen-client-urls": client,
    "advertise-client-urls": client,
    "listen-peer-urls": peer,
    "initial-advertise-peer-urls": peer,
    "initial-cluster": `default=${peer}`,
  };
  // A test cluster has nothing to lose, and waiting for the disk is most of the start time.
  startProcess(stateDir, "etcd", [join(binDir, "etcd"), "--unsafe-no-fsync", ...toFlags(flags)]);
}

function startControllers({ stateDir, binDir, ports }: ControlPlaneOptions): void {
  const kubeconfig = join(stateDir, "admin.kubeconfig");
  const shared = { kubeconfig, "bind-address": "127.0.0.1", "leader-elect": "false" };
  const controllerFlags = {
    ...shared,
    "secure-port": String(ports.controllers),
    "service-account-private-key-file": join(stateDir, "pki", "sa.key"),
    "root-ca-file": join(stateDir, "pki", "ca.crt"),
    "cert-dir": join(stateDir, "pki"),
  };
  startProcess(stateDir, "kube-controller-manager", [join(binDir, "kube-controller-manager"), ...toFlags(controllerFlags)]);
  const schedulerFlags = { ...shared, "secure-port": String(ports.scheduler), "cert-dir": join(stateDir, "pki") };
  startProcess(stateDir, "kube-scheduler", [join(binDir, "kube-scheduler"), ...toFlags(schedulerFlags)]);
}

/** Asks with the cluster's own CA, so that a certificate fault shows here and not in the first test. */
function isReady(server: string, certificateAuthorityPath: string): Promise<boolean> {
  const ca = readFileSync(certificateAuthorityPath);
  return new Promise((resolve, reject) => {
    const request = get(`${server}/readyz`, { ca, timeout: 2000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy(new Error("no answer in 2 s")));
    request.on("error", reject);
  });
}

function toFlags(flags: Record<string, string>): string[] {
  return Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
}

function fileWriter(directory: string): (name: string, text: string) => void {
  mkdirSync(directory, { recursive: true });
  return (name, text) => writeFileSync(join(directory, name), text, { mode: 0o600 });
}
