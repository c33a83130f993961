// The way in where Drawbridge itself runs in a cluster: Kubernetes puts a ServiceAccount's token and the cluster's CA into each pod.
import { readFileSync } from "node:fs";
import path from "node:path";
import { inClusterServer } from "../config.ts";
import { type Context, requireAdmin } from "../context.ts";
import { InvalidInput } from "../errors.ts";
import { t } from "../texts/index.ts";
import { installEnvironment } from "./add-environment.ts";
import { environmentKey } from "./managed-cluster.ts";
import { requireFreeName } from "./record-environment.ts";
import { type AddOwnClusterInput, addOwnClusterSchema, type EnvironmentConnection, type EnvironmentView } from "./schema.ts";

/** Where a pod finds its own cluster. */
export interface OwnClusterPlace {
  /** Null outside of a cluster. */
  server: string | null;
  accountDir: string;
}

const podPlace = (): OwnClusterPlace => ({ server: inClusterServer(), accountDir: "/var/run/secrets/kubernetes.io/serviceaccount" });

/** The cluster in which this Drawbridge runs, or null where it runs in none. Admins only. */
export function findOwnCluster(context: Context, place = podPlace()): { server: string } | null {
  requireAdmin(context);
  const found = readPlace(place);
  return found && { server: found.connection.server };
}

/** Takes that cluster in, by this pod's own ServiceAccount, which needs the rights of an administrator once. Throws InvalidInput. Admins only. */
export async function addOwnCluster(context: Context, input: AddOwnClusterInput, place = podPlace(), key: Buffer = environmentKey()): Promise<EnvironmentView> {
  requireAdmin(context);
  const { name, grantMe } = addOwnClusterSchema.parse(input);
  await requireFreeName(context.db, name);
  const found = readPlace(place);
  if (!found) throw new InvalidInput("form", t("Drawbridge does not run in a cluster any more: its ServiceAccount’s files are gone."));
  return installEnvironment(context, key, { ...found, unverified: false, name, grantMe, field: "form" });
}

function readPlace({ server, accountDir }: OwnClusterPlace): { connection: EnvironmentConnection; credential: { token: string } } | null {
  if (server === null) return null;
  const read = (file: string) => readFileSync(/* turbopackIgnore: true */ path.join(accountDir, file), "utf8");
  try {
    const connection = { server, caData: read("ca.crt"), pinnedSha256: null, tlsServerName: null };
    return { connection, credential: { token: read("token").trim() } };
  } catch {
    return null; // A pod without a token (automountServiceAccountToken: false), or no pod at all.
  }
}
