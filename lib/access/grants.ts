// Who may do what where. A grant is in force as soon as the cluster has it; a deleted one is gone with the transaction that deletes it.
import { change } from "../change.ts";
import { type Context, requireAdmin, requirePerson } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import { environmentKey, listClusterRoles, managerRoleName, openManagedCluster, proxyRoleName } from "../environments/index.ts";
import { InvalidInput, NotFound } from "../errors.ts";
import { grantRuleOf } from "./grant-rule.ts";
import { grantState } from "./grant-state.ts";
import { type CreateGrantInput, createGrantSchema, type GrantChoiceView, type GrantView } from "./schema.ts";

/** Throws InvalidInput with the field: an unknown subject, environment or role, or a grant that is there already. */
export async function createGrant(context: Context, input: CreateGrantInput, key: Buffer = environmentKey()): Promise<GrantView> {
  requireAdmin(context);
  const { subject, environmentId, clusterRole, ...wanted } = createGrantSchema.parse(input);
  const namespaces = wanted.namespaces && [...new Set(wanted.namespaces)].sort();
  await requireClusterRole(context.db, key, { environmentId, clusterRole });
  return change(context, async (transaction) => {
    const environment = await transaction.environment.findUnique({ where: { id: environmentId }, select: { id: true, name: true } });
    if (!environment) throw new InvalidInput("environmentId", "This environment is not there any more.");
    const name = await requireSubject(transaction, subject);
    const data = {
      userId: subject.kind === "user" ? subject.id : null,
      teamId: subject.kind === "team" ? subject.id : null,
      environmentId,
      clusterRole,
      allNamespaces: namespaces === null,
      namespaces: JSON.stringify(namespaces ?? []),
    };
    if (await transaction.grant.findFirst({ where: data })) throw new InvalidInput("form", `${name} has exactly this grant already.`);
    const { id } = await transaction.grant.create({ data: { ...data, createdAt: context.now, createdBy: actorName(context) } });
    const [view] = await readGrantViews(transaction, { id });
    if (!view) throw new NotFound("grant");
    return { audit: { action: "grant.created", target: { kind: subject.kind, name }, environment, detail: { clusterRole, namespaces } }, result: view };
  });
}

/** Throws NotFound. */
export async function deleteGrant(context: Context, id: string): Promise<void> {
  requireAdmin(context);
  await change(context, async (transaction) => {
    const [view] = await readGrantViews(transaction, { id });
    if (!view) throw new NotFound("grant");
    await transaction.grant.delete({ where: { id } });
    const { subject, environment, clusterRole, namespaces } = view;
    return {
      audit: { action: "grant.deleted", target: { kind: subject.kind, name: subject.name }, environment, detail: { clusterRole, namespaces } },
      result: null,
    };
  });
}

/** Every grant, by environment and subject. */
export async function listGrants(context: Context): Promise<GrantView[]> {
  requireAdmin(context);
  const views = await readGrantViews(context.db, {});
  return views.sort(
    (a, b) =>
      a.environment.name.localeCompare(b.environment.name) || a.subject.name.localeCompare(b.subject.name) || a.clusterRole.localeCompare(b.clusterRole),
  );
}

/** For the grant form: each environment with the ClusterRoles last seen there, but for our own two. */
export async function listGrantChoices(context: Context): Promise<GrantChoiceView[]> {
  requireAdmin(context);
  const rows = await context.db.environment.findMany({
    select: { id: true, name: true, clusterRoles: { select: { name: true }, orderBy: { name: "asc" } } },
    orderBy: { name: "asc" },
  });
  return rows.map(({ id, name, clusterRoles }) => ({ id, name, clusterRoles: clusterRoles.map((role) => role.name).filter((role) => !isOwnRole(role)) }));
}

async function readGrantViews(db: Db | Transaction, where: { id?: string }): Promise<GrantView[]> {
  const rows = await db.grant.findMany({
    where,
    include: {
      user: { select: { id: true, login: true, disabledAt: true } },
      team: { select: { id: true, name: true } },
      environment: { select: { id: true, name: true, reconcileError: true, appliedSubjects: true } },
    },
  });
  return rows.map((row) => {
    const { id, user, team, environment } = row;
    const rule = grantRuleOf(row);
    const login = user?.login ?? null;
    const { state, message } = grantState({ ...rule, login, logins: user && user.disabledAt === null ? [user.login] : [] }, environment.appliedSubjects);
    return {
      id,
      subject: user ? { kind: "user", id: user.id, name: user.login } : { kind: "team", id: team?.id ?? "", name: team?.name ?? "" },
      environment: { id: environment.id, name: environment.name },
      clusterRole: rule.clusterRole,
      namespaces: rule.namespaces === null ? null : [...rule.namespaces],
      state,
      message: message ?? (state === "applying" ? environment.reconcileError : null),
      createdAt: row.createdAt.toISOString(),
      createdBy: row.createdBy,
    };
  });
}

async function requireSubject(transaction: Transaction, { kind, id }: CreateGrantInput["subject"]): Promise<string> {
  const found =
    kind === "user"
      ? (await transaction.user.findUnique({ where: { id }, select: { login: true } }))?.login
      : (await transaction.team.findUnique({ where: { id }, select: { name: true } }))?.name;
  if (found === undefined) throw new InvalidInput("subject", `This ${kind} is not there any more.`);
  return found;
}

/** A role that was made since the last look is found by asking the cluster; a misspelt one would give nothing, and later perhaps too much. */
async function requireClusterRole(db: Db, key: Buffer, { environmentId, clusterRole }: { environmentId: number; clusterRole: string }): Promise<void> {
  if (isOwnRole(clusterRole)) throw new InvalidInput("clusterRole", "This role is Drawbridge's own: whoever had it could act as others.");
  const where = { environmentId_name: { environmentId, name: clusterRole } };
  if (await db.environmentClusterRole.findUnique({ where })) return;
  const manager = await openManagedCluster(db, key, { environmentId, kind: "manager" });
  if (!manager) throw new InvalidInput("environmentId", "This environment is not there any more.");
  let names: string[];
  try {
    names = await listClusterRoles(manager);
  } catch (error) {
    throw new InvalidInput(
      "clusterRole",
      `The cluster had no ClusterRole “${clusterRole}” when it was last seen, and cannot be asked now: ${error instanceof Error ? error.message : "no answer"}.`,
    );
  } finally {
    manager.close();
  }
  if (!names.includes(clusterRole))
    throw new InvalidInput("clusterRole", `The cluster has no ClusterRole “${clusterRole}”. Choose one of the list, or make it there first.`);
}

function isOwnRole(name: string): boolean {
  return name === proxyRoleName || name === managerRoleName;
}

function actorName(context: Context): string {
  return context.actor.kind === "system" ? "system" : requirePerson(context).login;
}
