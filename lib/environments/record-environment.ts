// The last step of both ways to add an environment: the cluster is ready, now Drawbridge takes it in, whole or not at all.
import { z } from "zod";
import { change } from "../change.ts";
import { type Context, requirePerson } from "../context.ts";
import type { Db } from "../db.ts";
import { InvalidInput } from "../errors.ts";
import { t } from "../texts/index.ts";
import { type ClusterClient, ClusterRefusal, openClusterClient } from "./cluster-client.ts";
import { type MintedToken, mintToken, openCredential, storeCredential } from "./credentials.ts";
import { finishInstallation } from "./install.ts";
import { listClusterRoles } from "./managed-cluster.ts";
import type { EnvironmentConnection, EnvironmentView } from "./schema.ts";
import { readEnvironmentViews } from "./view.ts";

export interface NewEnvironment {
  name: string;
  connection: EnvironmentConnection;
  version: string | null;
  grantMe: boolean;
}

/** Mints our tokens by `client`, who may be the administrator or the manager, and stores the environment with them. */
export async function recordEnvironment(
  context: Context,
  key: Buffer,
  { client, environment }: { client: ClusterClient; environment: NewEnvironment },
): Promise<EnvironmentView> {
  const tokens = { proxy: await mintToken(client, "proxy"), manager: await mintToken(client, "manager") };
  const clusterRoles = await enterAsManager(environment.connection, tokens.manager);
  const person = environment.grantMe ? requirePerson(context) : null;
  const { name, connection, version } = environment;
  const { now } = context;
  return change(context, async (transaction) => {
    if (await transaction.environment.findUnique({ where: { name } })) throw nameTaken(name);
    const row = await transaction.environment.create({
      data: { name, ...connection, version, createdAt: now, probeOk: true, probedAt: now, lastReachableAt: now },
    });
    const environmentId = row.id;
    await storeCredential(transaction, key, { environmentId, kind: "proxy", minted: tokens.proxy, now });
    await storeCredential(transaction, key, { environmentId, kind: "manager", minted: tokens.manager, now });
    await transaction.environmentClusterRole.createMany({ data: clusterRoles.map((role) => ({ environmentId, name: role })) });
    if (person) {
      const grant = { userId: person.id, environmentId, clusterRole: "cluster-admin", allNamespaces: true, namespaces: "[]" };
      await transaction.grant.create({ data: { ...grant, createdAt: now, createdBy: person.login } });
    }
    const [view] = await readEnvironmentViews(transaction, environmentId);
    if (!view) throw new Error("the environment that was just made is not there");
    const ref = { id: environmentId, name };
    const created = {
      action: "environment.created",
      target: { kind: "environment", name },
      environment: ref,
      detail: { server: connection.server, trust: view.trust },
    } as const;
    const granted =
      person &&
      ({ action: "grant.created", target: { kind: "user", name: person.login }, environment: ref, detail: { clusterRole: "cluster-admin" } } as const);
    return { audit: granted ? [created, granted] : [created], result: view };
  });
}

/** Proves that the manager's credential works. Its role may take a moment to be in force: the cluster then answers 403. */
async function enterAsManager(connection: EnvironmentConnection, { token }: MintedToken): Promise<string[]> {
  const manager = openClusterClient(connection, { token });
  const giveUpAt = performance.now() + 10_000;
  try {
    for (;;) {
      try {
        await finishInstallation(manager);
        return await listClusterRoles(manager);
      } catch (error) {
        if (!(error instanceof ClusterRefusal && error.code === 403) || performance.now() > giveUpAt) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  } finally {
    manager.close();
  }
}

/** Throws InvalidInput when there is an environment of that name. */
export async function requireFreeName(db: Db, name: string): Promise<void> {
  if (await db.environment.findUnique({ where: { name }, select: { id: true } })) throw nameTaken(name);
}

function nameTaken(name: string): InvalidInput {
  return new InvalidInput("name", t("There is an environment “{name}” already. Choose another name.", { name }));
}

/** Throws InvalidInput when the cluster whose ServiceAccount `manager` has `uid` is an environment here: two would undo each other's bindings. */
export async function requireNewCluster(db: Db, key: Buffer, uid: string): Promise<void> {
  const rows = await db.environmentCredential.findMany({ where: { kind: "manager" }, include: { environment: { select: { name: true } } } });
  const same = rows.find((row) => accountUidOf(openCredential(key, row)) === uid);
  if (same) throw new InvalidInput("form", t("This cluster is already here, as “{name}”.", { name: same.environment.name }));
}

/** The `uid` of the ServiceAccount that a token is of, as the token itself says; null when it says nothing. Never a proof of anything. */
export function accountUidOf(token: string): string | null {
  try {
    const claims = claimsSchema.parse(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")));
    return claims["kubernetes.io"]?.serviceaccount.uid ?? claims["kubernetes.io/serviceaccount/service-account.uid"] ?? null;
  } catch {
    return null;
  }
}

// A token of a TokenRequest, or of a Secret.
const claimsSchema = z.object({
  "kubernetes.io": z.object({ serviceaccount: z.object({ uid: z.string() }) }).optional(),
  "kubernetes.io/serviceaccount/service-account.uid": z.string().optional(),
});
