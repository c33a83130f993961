// Who may do what where. A grant is in force as soon as the cluster has it; a deleted one is gone with the transaction that deletes it.
import type { Prisma } from "#prisma/generated/client.ts";
import { change } from "../change.ts";
import { type Context, requireAdmin, requirePerson } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import { ClusterUnreachable, environmentKey, listClusterRoles, managerRoleName, openManagedCluster, proxyRoleName } from "../environments/index.ts";
import { InvalidInput, NotFound } from "../errors.ts";
import { t } from "../texts/index.ts";
import { grantRuleOf } from "./grant-rule.ts";
import { grantState } from "./grant-state.ts";
import {
  type CreateGrantInput,
  createGrantSchema,
  type GrantChoiceView,
  type GrantFilter,
  type GrantView,
  type UpdateGrantInput,
  updateGrantSchema,
} from "./schema.ts";

/** Throws InvalidInput with the field: an unknown subject, environment or role, or a grant that is there already. */
export async function createGrant(context: Context, input: CreateGrantInput, key: Buffer = environmentKey()): Promise<GrantView> {
  requireAdmin(context);
  const { subject, environmentId, clusterRole, ...wanted } = createGrantSchema.parse(input);
  const namespaces = namesOnce(wanted.namespaces);
  await requireClusterRole(context.db, key, { environmentId, clusterRole });
  return change(context, async (transaction) => {
    const environment = await transaction.environment.findUnique({ where: { id: environmentId }, select: { id: true, name: true } });
    if (!environment) throw new InvalidInput("environmentId", t("This environment is not there any more."));
    const name = await requireSubject(transaction, subject);
    const data = {
      userId: subject.kind === "user" ? subject.id : null,
      teamId: subject.kind === "team" ? subject.id : null,
      environmentId,
      clusterRole,
      allNamespaces: namespaces === null,
      namespaces: JSON.stringify(namespaces ?? []),
    };
    if (await transaction.grant.findFirst({ where: data })) throw new InvalidInput("form", t("{name} has exactly this grant already.", { name }));
    const { id } = await transaction.grant.create({ data: { ...data, createdAt: context.now, createdBy: actorName(context) } });
    const [view] = await readGrantViews(transaction, { id });
    if (!view) throw new NotFound(t("There is no such grant."));
    return { audit: { action: "grant.created", target: { kind: subject.kind, name }, environment, detail: { clusterRole, namespaces } }, result: view };
  });
}

/** Sets role and namespaces. What the grant no longer gives is gone at once, what it gives anew comes with the cluster. Throws NotFound or InvalidInput. */
export async function updateGrant(context: Context, id: string, input: UpdateGrantInput, key: Buffer = environmentKey()): Promise<GrantView> {
  requireAdmin(context);
  const { clusterRole, ...wanted } = updateGrantSchema.parse(input);
  const namespaces = namesOnce(wanted.namespaces);
  const environmentId = (await context.db.grant.findUnique({ where: { id }, select: { environmentId: true } }))?.environmentId;
  if (environmentId === undefined) throw new NotFound(t("There is no such grant."));
  await requireClusterRole(context.db, key, { environmentId, clusterRole });
  return change(context, async (transaction) => {
    const [before] = await readGrantViews(transaction, { id });
    if (!before) throw new NotFound(t("There is no such grant."));
    const { subject, environment } = before;
    const data = { clusterRole, allNamespaces: namespaces === null, namespaces: JSON.stringify(namespaces ?? []) };
    const whose = subject.kind === "user" ? { userId: subject.id } : { teamId: subject.id };
    const same = await transaction.grant.findFirst({ where: { ...data, ...whose, environmentId, id: { not: id } } });
    if (same) throw new InvalidInput("form", t("{name} has exactly this grant already.", { name: subject.name }));
    await transaction.grant.update({ where: { id }, data });
    const [view] = await readGrantViews(transaction, { id });
    if (!view) throw new NotFound(t("There is no such grant."));
    const from = { clusterRole: before.clusterRole, namespaces: before.namespaces };
    const detail = { clusterRole, namespaces, from };
    return { audit: { action: "grant.updated", target: { kind: subject.kind, name: subject.name }, environment, detail }, result: view };
  });
}

/** All of them or, when one is not there, none. Throws NotFound. */
export async function deleteGrants(context: Context, ids: readonly string[]): Promise<void> {
  requireAdmin(context);
  const wanted = { id: { in: [...new Set(ids)] } };
  await change(context, async (transaction) => {
    const views = await readGrantViews(transaction, wanted);
    if (views.length < wanted.id.in.length) throw new NotFound(t("There is no such grant."));
    await transaction.grant.deleteMany({ where: wanted });
    return {
      audit: views.map(({ subject, environment, clusterRole, namespaces }) => ({
        ...{ action: "grant.deleted", target: { kind: subject.kind, name: subject.name }, environment, detail: { clusterRole, namespaces } },
      })),
      result: null,
    };
  });
}

/** The grants that match, by environment and subject. */
export async function listGrants(
  context: Context,
  filter: Omit<GrantFilter, "environment"> & { environment?: number | readonly number[] | undefined } = {},
): Promise<GrantView[]> {
  requireAdmin(context);
  const { person: userId, team: teamId, environment, role: clusterRole } = filter;
  const views = await readGrantViews(context.db, {
    ...(environment === undefined ? {} : { environmentId: { in: [environment].flat() } }),
    ...(clusterRole === undefined ? {} : { clusterRole }),
    ...(teamId === undefined ? {} : { teamId }),
    ...(userId === undefined ? {} : { OR: [{ userId }, { team: { members: { some: { userId } } } }] }),
  });
  return views.sort(
    (a, b) =>
      a.environment.name.localeCompare(b.environment.name) || a.subject.name.localeCompare(b.subject.name) || a.clusterRole.localeCompare(b.clusterRole),
  );
}

/** For the grant form: each environment with the ClusterRoles last seen there, but for our own two. */
export async function listGrantChoices(context: Context): Promise<GrantChoiceView[]> {
  requireAdmin(context);
  const rows = await context.db.environment.findMany({
    select: { id: true, name: true, clusterRoles: { select: { name: true } } },
    orderBy: { name: "asc" },
  });
  return rows.map(({ id, name, clusterRoles }) => ({ id, name, clusterRoles: rolesOffered(clusterRoles) }));
}

/** Sorted here: lists that are included in order cannot be asked for in pieces, which a thousand environments need. */
function rolesOffered(clusterRoles: readonly { name: string }[]): string[] {
  return clusterRoles
    .map(({ name }) => name)
    .filter((name) => !isOwnRole(name))
    .sort();
}

async function readGrantViews(db: Db | Transaction, where: Prisma.GrantWhereInput): Promise<GrantView[]> {
  const rows = await db.grant.findMany({
    where,
    include: {
      user: { select: { id: true, login: true, disabledAt: true } },
      team: { select: { id: true, name: true } },
      environment: { select: { id: true, name: true, managesBindings: true, reconcileError: true } },
    },
  });
  const stateIn = await readGrantStates(db, [...new Set(rows.map((row) => row.environment))]);
  return rows.map((row) => {
    const { id, user, team, environment } = row;
    const rule = grantRuleOf(row);
    const login = user?.login ?? null;
    const logins = user && user.disabledAt === null ? [user.login] : [];
    const { state, message, unbound } = stateIn(environment.id)({ ...rule, login, logins });
    return {
      id,
      subject: user ? { kind: "user", id: user.id, name: user.login } : { kind: "team", id: team?.id ?? "", name: team?.name ?? "" },
      environment: { id: environment.id, name: environment.name },
      clusterRole: rule.clusterRole,
      namespaces: rule.namespaces === null ? null : [...rule.namespaces],
      state,
      message: message ?? (state === "applying" || state === "unbound" ? environment.reconcileError : null),
      unbound,
      createdAt: row.createdAt.toISOString(),
      createdBy: row.createdBy,
    };
  });
}

/** Of each environment once: thousands of grants may share the thousands of names that its cluster has confirmed. */
async function readGrantStates(
  db: Db | Transaction,
  environments: readonly { id: number; managesBindings: boolean }[],
): Promise<(environmentId: number) => ReturnType<typeof grantState>> {
  const manages = new Map(environments.map(({ id, managesBindings }) => [id, managesBindings]));
  const rows = await db.appliedSubject.findMany({ where: { environmentId: { in: [...manages.keys()] } } });
  const applied = Map.groupBy(rows, (row) => row.environmentId);
  const states = new Map([...manages].map(([id, managesBindings]) => [id, grantState(applied.get(id) ?? [], managesBindings)]));
  return (environmentId) => states.get(environmentId) ?? grantState([], true);
}

function namesOnce(names: readonly string[] | null): string[] | null {
  return names && [...new Set(names)].sort();
}

async function requireSubject(transaction: Transaction, { kind, id }: CreateGrantInput["subject"]): Promise<string> {
  const found =
    kind === "user"
      ? (await transaction.user.findUnique({ where: { id }, select: { login: true } }))?.login
      : (await transaction.team.findUnique({ where: { id }, select: { name: true } }))?.name;
  if (found === undefined) throw new InvalidInput("subject", kind === "team" ? t("This team is not there any more.") : t("This user is not there any more."));
  return found;
}

/** A role that was made since the last look is found by asking the cluster; a misspelt one would give nothing, and later perhaps too much. */
async function requireClusterRole(db: Db, key: Buffer, { environmentId, clusterRole }: { environmentId: number; clusterRole: string }): Promise<void> {
  if (isOwnRole(clusterRole)) throw new InvalidInput("clusterRole", t("This role is Drawbridge's own: whoever had it could act as others."));
  const where = { environmentId_name: { environmentId, name: clusterRole } };
  if (await db.environmentClusterRole.findUnique({ where })) return;
  const manager = await openManagedCluster(db, key, { environmentId, kind: "manager" });
  if (!manager) throw new InvalidInput("environmentId", t("This environment is not there any more."));
  let names: string[];
  try {
    names = await listClusterRoles(manager);
  } catch (error) {
    throw new InvalidInput(
      "clusterRole",
      t("The cluster had no ClusterRole “{role}” when it was last seen, and cannot be asked now: {reason}.", {
        role: clusterRole,
        reason: error instanceof ClusterUnreachable ? error.said : error instanceof Error ? error.message : t("no answer"),
      }),
    );
  } finally {
    manager.close();
  }
  if (!names.includes(clusterRole))
    throw new InvalidInput("clusterRole", t("The cluster has no ClusterRole “{role}”. Choose one of the list, or make it there first.", { role: clusterRole }));
}

function isOwnRole(name: string): boolean {
  return name === proxyRoleName || name === managerRoleName;
}

function actorName(context: Context): string {
  return context.actor.kind === "system" ? "system" : requirePerson(context).login;
}
