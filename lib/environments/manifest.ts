// The way in without a credential of the administrator: they apply our manifest and paste what it printed, which is read as hostile.
import { stringify } from "yaml";
import { RefusedAddress } from "../address-guard/index.ts";
import { type Context, requireAdmin } from "../context.ts";
import { InvalidInput } from "../errors.ts";
import { t } from "../texts/index.ts";
import { installFault } from "./add-environment.ts";
import { parseCertificates } from "./certificates.ts";
import { type ClusterClient, openClusterClient } from "./cluster-client.ts";
import { clusterNamespace, installationObjects, instanceAnnotation, setUpSecret, setUpSecretName } from "./cluster-objects.ts";
import { InstallRefused } from "./install.ts";
import { objectSchema } from "./kubernetes-schema.ts";
import { environmentKey, instanceIdOf } from "./managed-cluster.ts";
import { probe } from "./probe.ts";
import { accountUidOf, recordEnvironment, requireFreeName, requireNewCluster } from "./record-environment.ts";
import { checkManagerRights } from "./rights.ts";
import { type AddFromManifestInput, addFromManifestSchema, type EnvironmentConnection, type EnvironmentView } from "./schema.ts";
import { parseServer } from "./server-url.ts";

export interface ManifestSteps {
  /** YAML, to be saved as `drawbridge.yaml`. */
  manifest: string;
  /** Applies it and prints what is to be pasted back. One line for a POSIX shell. */
  command: string;
}

/** What an administrator applies, the same for every cluster. */
export function installManifest(context: Context, key: Buffer = environmentKey()): ManifestSteps {
  requireAdmin(context);
  const objects = [...installationObjects(instanceIdOf(key)), setUpSecret()];
  return { manifest: objects.map((object) => stringify(object, { lineWidth: 0 })).join("---\n"), command };
}

const line = (name: string, template: string) => `{"drawbridge-${name}: "}${template}{"\\n"}`;
const cluster = ".clusters[0].cluster";
const fromConfig =
  line("server", `{${cluster}.server}`) +
  line("server-name", `{${cluster}.tls-server-name}`) +
  line("verify", `{${cluster}.insecure-skip-tls-verify}`) +
  line("server-ca", `{${cluster}.certificate-authority-data}`);
const fromSecret = line("cluster-ca", "{.data.ca\\.crt}") + line("token", "{.data.token}");
const secret = `kubectl -n ${clusterNamespace} get secret ${setUpSecretName}`;
const command = [
  "kubectl apply -f drawbridge.yaml >&2",
  // The cluster fills in the token a moment later.
  `until ${secret} -o jsonpath='{.data.token}' | grep -q .; do sleep 1; done`,
  `kubectl config view --raw --minify --flatten -o jsonpath='${fromConfig}'`,
  `${secret} -o jsonpath='${fromSecret}'`,
].join(" && ");

/** Parses what `command` printed, whatever stands around it. Throws InvalidInput("printed"). */
export function parsePrinted(printed: string): { connection: EnvironmentConnection; token: string } {
  const refuse = (message: string) => new InvalidInput("printed", message);
  const read = (name: string) => new RegExp(`^drawbridge-${name}: (\\S*)\\s*$`, "m").exec(printed)?.[1] ?? "";
  const token = Buffer.from(read("token"), "base64").toString("latin1");
  if (!/^[\x21-\x7e]+$/.test(token))
    throw refuse(t("There is no token in it. Paste everything that the command printed, with the lines that start with “drawbridge-”."));
  const serverName = read("server-name");
  if (serverName !== "" && !/^[A-Za-z0-9._:-]{1,253}$/.test(serverName)) throw refuse(t("The server name in it is no host name."));
  // Where kubectl verified by the public roots we do too; where it verified nothing, by the cluster's own CA.
  const ca = read("server-ca") || (read("verify") === "true" ? read("cluster-ca") : "");
  const caData = ca === "" ? null : Buffer.from(ca, "base64").toString("latin1");
  if (caData !== null && parseCertificates(caData) === null) throw refuse(t("The CA in it is damaged. Paste everything that the command printed."));
  try {
    return { connection: { server: parseServer(read("server")), caData, pinnedSha256: null, tlsServerName: serverName || null }, token };
  } catch (error) {
    throw error instanceof RefusedAddress ? refuse(error.said) : error;
  }
}

/** Takes in the cluster where our manifest was applied; the long-lived token of the manifest is used once and deleted there. */
export async function addEnvironmentFromManifest(context: Context, input: AddFromManifestInput, key: Buffer = environmentKey()): Promise<EnvironmentView> {
  requireAdmin(context);
  const { name, printed, grantMe } = addFromManifestSchema.parse(input);
  await requireFreeName(context.db, name);
  const { connection, token } = parsePrinted(printed);
  const uid = accountUidOf(token);
  if (uid !== null) await requireNewCluster(context.db, key, uid);
  const tested = await probe({ connection, credential: { token }, unverified: false, checkRights: checkManagerRights });
  const failed = tested.steps.find((step) => step.state === "failed");
  if (failed) throw new InvalidInput("printed", failed.detail);
  const client = openClusterClient(connection, { token });
  try {
    await requireOurManifest(client, instanceIdOf(key));
    return await recordEnvironment(context, key, { client, environment: { name, connection, version: tested.version, grantMe } });
  } catch (error) {
    throw installFault(error);
  } finally {
    client.close();
  }
}

async function requireOurManifest(client: ClusterClient, instanceId: string): Promise<void> {
  const { metadata } = await client.send(objectSchema, { path: `/api/v1/namespaces/${clusterNamespace}` });
  if (metadata.annotations?.[instanceAnnotation] !== instanceId)
    throw new InstallRefused(t("The manifest that was applied is another Drawbridge's. Apply the one that is shown here."));
}
