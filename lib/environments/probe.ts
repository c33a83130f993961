// Tells where a connection fails: each step has its own limit and a plain sentence, and the first that fails ends the probe.
import { once } from "node:events";
import { isIP, connect as tcpConnect } from "node:net";
import { connect as tlsConnect } from "node:tls";
import { guardedLookup } from "../address-guard/index.ts";
import { describeCertificate } from "../certificate-facts.ts";
import { t } from "../texts/index.ts";
import { type ClusterClient, type ClusterCredential, ClusterRefusal, ClusterUnreachable, networkWords, openClusterClient } from "./cluster-client.ts";
import { versionSchema, whoAmISchema } from "./kubernetes-schema.ts";
import { type EnvironmentConnection, type ProbeStep, type ProbeStepView, type ProbeView, probeSteps } from "./schema.ts";
import { hostOf, portOf } from "./server-url.ts";
import { showCertificate } from "./shown-certificate.ts";
import { tlsOptions } from "./tls-options.ts";

export interface ProbeTarget {
  connection: EnvironmentConnection;
  /** Nobody vouches for the certificate yet: it is shown, and the probe ends there. */
  unverified: boolean;
  credential: ClusterCredential;
  /** Checks what the credential may do. Returns a sentence; throws StepFailed. */
  checkRights(client: ClusterClient): Promise<string>;
  /** Told of each step as soon as it is over. */
  onStep?: ((step: ProbeStepView) => void) | undefined;
}

/** A step found a fault; the message says what and what to do. */
export class StepFailed extends Error {}

const stepTimeoutMs = 5_000;

/** Runs all steps against `target`; never throws for what the target does. */
export async function probe(target: ProbeTarget): Promise<ProbeView> {
  const result: ProbeView = { ok: true, steps: [], version: null, certificate: null };
  const run = stepRunners(target, result);
  for (const step of probeSteps) {
    const view = result.ok ? await runStep(step, run[step]) : skipped(step);
    result.steps.push(view);
    target.onStep?.(view);
  }
  return result;

  async function runStep(step: ProbeStep, work: () => Promise<string>): Promise<ProbeStepView> {
    const start = performance.now();
    const view = (state: "passed" | "failed", detail: string) => ({ step, state, detail, durationMs: Math.round(performance.now() - start) });
    try {
      return view("passed", await work());
    } catch (error) {
      result.ok = false;
      return view("failed", failureWords(error));
    }
  }
}

function skipped(step: ProbeStep): ProbeStepView {
  return { step, state: "skipped", detail: t("Not tried."), durationMs: 0 };
}

function failureWords(error: unknown): string {
  if (error instanceof StepFailed) return error.message;
  if (error instanceof ClusterRefusal) return t("The cluster refused: {message}", { message: error.message });
  const words = error instanceof ClusterUnreachable ? error.said : networkWords(error);
  return sentence(words);
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}${/[.!?]$/.test(clause) ? "" : "."}`;
}

function stepRunners({ connection, unverified, credential, checkRights }: ProbeTarget, result: ProbeView): Record<ProbeStep, () => Promise<string>> {
  const url = new URL(connection.server);
  const host = hostOf(url);
  const port = portOf(url);
  return {
    name: async () => {
      tlsOptions(connection);
      return t("{host}, port {port}.", { host, port });
    },
    dns: async () =>
      isIP(host) === 0 ? t("Resolves to {addresses}.", { addresses: (await resolveHost(host, port)).join(", ") }) : t("An address: nothing to resolve."),
    tcp: async () => {
      const socket = tcpConnect({ host, port, lookup: guardedLookup(port) });
      await settle(socket, "connect");
      return t("The port accepts connections.");
    },
    tls: async () => {
      const fault = unverified ? t("nobody vouches for the server's certificate") : await verifyTls(connection);
      if (fault === null) return connection.pinnedSha256 === null ? t("The server's certificate is verified.") : t("The server shows the pinned certificate.");
      const shown = await showCertificate(connection, stepTimeoutMs).catch(() => null);
      if (!shown) throw new StepFailed(sentence(fault));
      result.certificate = describeCertificate(shown);
      throw new StepFailed(sentence(t("{fault}. Compare its fingerprint with the one on the cluster, and pin it if it is the same.", { fault })));
    },
    credential: () =>
      withClient(connection, credential, async (client) => {
        const version = await versionOf(client);
        result.version = version;
        const name = await nameOf(client);
        return name === null
          ? t("The cluster ({version}) knows the credential.", { version })
          : t("The cluster ({version}) knows the credential as {name}.", { version, name });
      }),
    rights: () => withClient(connection, credential, checkRights),
  };
}

/** The cluster's version when all is well, by one connection in the place of a step's own each; null when it is not, and the steps tell where. */
export async function probeAtOnce({ connection, credential, checkRights }: Omit<ProbeTarget, "unverified" | "onStep">): Promise<string | null> {
  try {
    return await withClient(connection, credential, async (client) => {
      const version = await versionOf(client);
      await nameOf(client);
      await checkRights(client);
      return version;
    });
  } catch {
    return null;
  }
}

async function versionOf(client: ClusterClient): Promise<string> {
  const { gitVersion } = await client.send(versionSchema, { path: "/version", timeoutMs: stepTimeoutMs }).catch(refuseDeadCredential);
  return gitVersion;
}

function resolveHost(host: string, port: number): Promise<string[]> {
  const limit = new Promise<never>((_resolve, reject) => setTimeout(() => reject(new StepFailed(t("The DNS server does not answer."))), stepTimeoutMs).unref());
  const found = new Promise<string[]>((resolve, reject) =>
    guardedLookup(port)(host, { all: true }, (error, addresses) =>
      error ? reject(error) : resolve([addresses].flat().map((entry) => (typeof entry === "string" ? entry : entry.address))),
    ),
  );
  return Promise.race([found, limit]);
}

/** Null when verified, else the fault as a clause. */
async function verifyTls(connection: EnvironmentConnection): Promise<string | null> {
  try {
    await settle(tlsConnect(tlsOptions(connection)), "secureConnect");
    return null;
  } catch (error) {
    return networkWords(error).replace(/\.$/, "");
  }
}

/** Waits for `event`, at most a step's time, and ends the socket. */
async function settle(socket: ReturnType<typeof tcpConnect>, event: string): Promise<void> {
  socket.on("error", () => {});
  try {
    await once(socket, event, { signal: AbortSignal.timeout(stepTimeoutMs) });
  } finally {
    socket.destroy();
  }
}

async function withClient<T>(connection: EnvironmentConnection, credential: ClusterCredential, work: (client: ClusterClient) => Promise<T>): Promise<T> {
  const client = openClusterClient(connection, credential);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

function refuseDeadCredential(error: unknown): never {
  if (error instanceof ClusterRefusal && error.code === 401)
    throw new StepFailed(t("The cluster does not accept the credential: it has expired, was revoked, or is another cluster's."));
  if (error instanceof ClusterRefusal && error.code === 404) throw new StepFailed(t("Something answers at this address, but it is no Kubernetes API server."));
  throw error;
}

/** Null for a cluster before 1.28, which cannot tell. */
async function nameOf(client: ClusterClient): Promise<string | null> {
  try {
    const { status } = await client.send(whoAmISchema, {
      method: "POST",
      path: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
      body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
      timeoutMs: stepTimeoutMs,
    });
    if (status.userInfo.username === "system:anonymous")
      throw new StepFailed(t("The cluster does not know the credential: it takes it for an anonymous caller."));
    return status.userInfo.username.replace(/\p{C}+/gu, " ").slice(0, 200);
  } catch (error) {
    if (error instanceof ClusterRefusal) return null;
    throw error;
  }
}
