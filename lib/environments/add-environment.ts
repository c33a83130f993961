// The way in by a pasted kubeconfig. Its credential lives in this call only: it is stored nowhere, logged nowhere.

import { RefusedAddress } from "../address-guard/index.ts";
import { type Context, requireAdmin } from "../context.ts";
import { InvalidInput } from "../errors.ts";
import { t } from "../texts/index.ts";
import { type ClusterCredential, ClusterRefusal, ClusterUnreachable, openClusterClient } from "./cluster-client.ts";
import { applyInstallation, cleanUpCommand, findManagerUid, InstallRefused } from "./install.ts";
import { environmentKey, instanceIdOf } from "./managed-cluster.ts";
import { probe } from "./probe.ts";
import { recordEnvironment, requireFreeName, requireNewCluster } from "./record-environment.ts";
import { checkInstallRights } from "./rights.ts";
import {
  type AddEnvironmentInput,
  addEnvironmentSchema,
  type EnvironmentConnection,
  type EnvironmentView,
  type ProbeStepView,
  type ProbeView,
  type UploadedContextView,
} from "./schema.ts";
import { pinConnection } from "./shown-certificate.ts";
import { parseUploadedKubeconfig } from "./uploaded-kubeconfig.ts";

/** The contexts of a kubeconfig, each with the reason why it cannot be used, if so. Throws InvalidInput("kubeconfig") for a file that cannot be read at all. */
export function readUploadedKubeconfig(context: Context, text: string): UploadedContextView[] {
  requireAdmin(context);
  return parseUploadedKubeconfig(text).map(({ view }) => view);
}

export interface ConnectionChoice {
  kubeconfig: string;
  context: string;
  /** As in CertificateView.sha256. */
  pinnedSha256: string | null;
}

/** Connects with the kubeconfig's credential, step by step. Throws InvalidInput when there is nothing to connect with. */
export async function testConnection(context: Context, choice: ConnectionChoice, onStep?: (step: ProbeStepView) => void): Promise<ProbeView> {
  requireAdmin(context);
  const { connection, credential, unverified } = await resolveChoice(choice);
  return probe({ connection, credential, unverified, checkRights: checkInstallRights, onStep });
}

/** Installs our accounts in the cluster and takes it in as an environment. Throws InvalidInput with the field and what is to be done. */
export async function addEnvironment(context: Context, input: AddEnvironmentInput, key: Buffer = environmentKey()): Promise<EnvironmentView> {
  requireAdmin(context);
  const { name, grantMe, ...choice } = addEnvironmentSchema.parse(input);
  await requireFreeName(context.db, name);
  return installEnvironment(context, key, { ...(await resolveChoice(choice)), name, grantMe, field: "context" });
}

export interface Installation {
  connection: EnvironmentConnection;
  /** Of an administrator of the cluster; used here and nowhere else. */
  credential: ClusterCredential;
  unverified: boolean;
  name: string;
  grantMe: boolean;
  /** Beside which a failed test is told. */
  field: "context" | "form";
}

/** Tests the connection, makes our accounts by it, and takes the cluster in. Authorizes nothing. Throws InvalidInput. */
export async function installEnvironment(context: Context, key: Buffer, installation: Installation): Promise<EnvironmentView> {
  const { connection, credential, unverified, name, grantMe, field } = installation;
  const tested = await probe({ connection, credential, unverified, checkRights: checkInstallRights });
  const failed = tested.steps.find((step) => step.state === "failed");
  if (failed) throw new InvalidInput(field, failed.detail);
  const admin = openClusterClient(connection, credential);
  try {
    const uid = await findManagerUid(admin);
    if (uid !== null) await requireNewCluster(context.db, key, uid);
    await applyInstallation(admin, instanceIdOf(key));
    return await recordEnvironment(context, key, { client: admin, environment: { name, connection, version: tested.version, grantMe } });
  } catch (error) {
    throw installFault(error);
  } finally {
    admin.close();
  }
}

/** A fault of the cluster, as a refusal that the form shows. What was installed stays: trying again mends it. */
export function installFault(error: unknown): unknown {
  if (error instanceof InstallRefused) return new InvalidInput("form", error.message);
  if (error instanceof ClusterRefusal || error instanceof ClusterUnreachable)
    return new InvalidInput(
      "form",
      t("The cluster could not be set up: {message}. Try again; to remove what is there already: {cleanUpCommand}", { message: error.said, cleanUpCommand }),
    );
  return error;
}

async function resolveChoice(choice: ConnectionChoice): Promise<{ connection: EnvironmentConnection; credential: ClusterCredential; unverified: boolean }> {
  const found = parseUploadedKubeconfig(choice.kubeconfig).find(({ view }) => view.name === choice.context);
  if (!found) throw new InvalidInput("context", t("The kubeconfig has no such context: choose one of the list."));
  if (!found.use) throw new InvalidInput("context", found.view.refusal ?? t("This context cannot be used."));
  const { connection, credential } = found.use;
  if (choice.pinnedSha256 === null) return { connection, credential, unverified: found.view.trust === "unverified" };
  try {
    return { connection: await pinConnection(connection, choice.pinnedSha256), credential, unverified: false };
  } catch (error) {
    // Not to be reached at all: the probe tells at which step.
    if (error instanceof InvalidInput || error instanceof RefusedAddress) throw error;
    return { connection, credential, unverified: true };
  }
}
