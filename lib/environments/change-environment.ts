import { change } from "../change.ts";
import { type Context, requireAdmin } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import { InvalidInput, NotFound } from "../errors.ts";
import { t } from "../texts/index.ts";
import { type ClusterClient, ClusterRefusal, ClusterUnreachable } from "./cluster-client.ts";
import { clusterNamespace, grantSelector, isOwnGrant, managerRoleName, proxyRoleName, rbac } from "./cluster-objects.ts";
import { cleanUpCommand, deleteIfThere } from "./install.ts";
import { objectListSchema } from "./kubernetes-schema.ts";
import { environmentKey, instanceIdOf, openManagedCluster } from "./managed-cluster.ts";
import { type EnvironmentView, type LeftInClusterView, type UpdateEnvironmentInput, updateEnvironmentSchema } from "./schema.ts";
import { readEnvironmentViews } from "./view.ts";

export async function listEnvironments(context: Context): Promise<EnvironmentView[]> {
  requireAdmin(context);
  return readEnvironmentViews(context.db);
}

/** Which there are to choose from, by name. Admins only. */
export async function listEnvironmentNames(context: Context): Promise<Pick<EnvironmentView, "id" | "name">[]> {
  requireAdmin(context);
  return context.db.environment.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } });
}

/** Whether there is any, for a page that has none to show to this person. */
export async function environmentsExist(db: Db): Promise<boolean> {
  return (await db.environment.findFirst({ select: { id: true } })) !== null;
}

export async function findEnvironment(context: Context, id: number): Promise<EnvironmentView | null> {
  requireAdmin(context);
  const [view] = await readEnvironmentViews(context.db, id);
  return view ?? null;
}

/** Renames. Issued files keep the name that they were made with. */
export async function updateEnvironment(context: Context, id: number, input: UpdateEnvironmentInput): Promise<EnvironmentView> {
  requireAdmin(context);
  const { name } = updateEnvironmentSchema.parse(input);
  return change(context, async (transaction) => {
    const before = await requireEnvironment(transaction, id);
    const holder = await transaction.environment.findUnique({ where: { name } });
    if (holder && holder.id !== id) throw new InvalidInput("name", t("There is an environment “{name}” already. Choose another name.", { name }));
    await transaction.environment.update({ where: { id }, data: { name } });
    return {
      audit: { action: "environment.updated", target: { kind: "environment", name }, environment: { id, name }, detail: { nameBefore: before.name } },
      result: await requireView(transaction, id),
    };
  });
}

/** Closes or opens the way through Drawbridge. The cluster keeps its bindings. */
export async function setEnvironmentDisabled(context: Context, id: number, disabled: boolean): Promise<EnvironmentView> {
  requireAdmin(context);
  return change(context, async (transaction) => {
    const { name } = await requireEnvironment(transaction, id);
    await transaction.environment.update({ where: { id }, data: { disabledAt: disabled ? context.now : null } });
    const action = disabled ? "environment.disabled" : "environment.enabled";
    return { audit: { action, target: { kind: "environment", name }, environment: { id, name } }, result: await requireView(transaction, id) };
  });
}

/** Removes the environment, at once, and then what is ours in its cluster if asked. `left` tells what could not be removed there. */
export async function removeEnvironment(
  context: Context,
  id: number,
  { cleanCluster }: { cleanCluster: boolean },
  key: Buffer = environmentKey(),
): Promise<{ left: LeftInClusterView | null }> {
  requireAdmin(context);
  const manager = cleanCluster ? await openManagedCluster(context.db, key, { environmentId: id, kind: "manager" }) : null;
  try {
    await change(context, async (transaction) => {
      const { name } = await requireEnvironment(transaction, id);
      await transaction.environment.delete({ where: { id } });
      return {
        audit: { action: "environment.removed", target: { kind: "environment", name }, environment: { id, name }, detail: { cleanCluster } },
        result: null,
      };
    });
    if (!cleanCluster) return { left: { what: t("The cluster keeps Drawbridge's accounts and bindings."), command: cleanUpCommand } };
    if (!manager) return { left: { what: t("Drawbridge holds no credential to clean the cluster with."), command: cleanUpCommand } };
    await cleanUp(manager, instanceIdOf(key));
    return { left: null };
  } catch (error) {
    if (!(error instanceof ClusterRefusal || error instanceof ClusterUnreachable)) throw error;
    return { left: { what: t("The cluster could not be cleaned: {message}.", { message: error.said }), command: cleanUpCommand } };
  } finally {
    manager?.close();
  }
}

/** Everything of ours goes, the manager's own role nearly last: its right to delete the namespace stands in the namespace itself. */
async function cleanUp(manager: ClusterClient, instanceId: string): Promise<void> {
  const root = `/apis/${rbac}/v1`;
  const selector = `labelSelector=${encodeURIComponent(grantSelector)}`;
  for (const kind of ["rolebindings", "clusterrolebindings"]) {
    const { items } = await manager.send(objectListSchema, { path: `${root}/${kind}?${selector}` });
    for (const { metadata } of items.filter((item) => isOwnGrant(item.metadata.labels, instanceId)))
      await deleteIfThere(manager, `${root}${metadata.namespace === undefined ? "" : `/namespaces/${metadata.namespace}`}/${kind}/${metadata.name}`);
  }
  await deleteIfThere(manager, `${root}/clusterrolebindings/${proxyRoleName}`);
  await deleteIfThere(manager, `${root}/clusterroles/${proxyRoleName}`);
  // Its binding has it as owner, so the cluster's garbage collector takes that too.
  await deleteIfThere(manager, `${root}/clusterroles/${managerRoleName}`);
  await deleteIfThere(manager, `/api/v1/namespaces/${clusterNamespace}`);
}

async function requireEnvironment(transaction: Transaction, id: number): Promise<{ name: string }> {
  const row = await transaction.environment.findUnique({ where: { id }, select: { name: true } });
  if (!row) throw new NotFound(t("There is no such environment."));
  return row;
}

async function requireView(transaction: Transaction, id: number): Promise<EnvironmentView> {
  const [view] = await readEnvironmentViews(transaction, id);
  if (!view) throw new NotFound(t("There is no such environment."));
  return view;
}
