import { change } from "../change.ts";
import { type Context, requireAdmin } from "../context.ts";
import type { Transaction } from "../db.ts";
import { InvalidInput, NotFound } from "../errors.ts";
import { t } from "../texts/index.ts";
import type { TeamInput, TeamView } from "./schema.ts";

const teamInclude = {
  members: { select: { user: { select: { id: true, login: true, displayName: true } } } },
  _count: { select: { grants: true } },
} as const;

interface TeamRow {
  id: string;
  name: string;
  createdAt: Date;
  members: { user: TeamView["members"][number] }[];
  _count: { grants: number };
}

function viewOf(row: TeamRow): TeamView {
  return {
    id: row.id,
    name: row.name,
    members: row.members.map(({ user }) => user).toSorted((a, b) => (a.login < b.login ? -1 : 1)),
    grantCount: row._count.grants,
    createdAt: row.createdAt.toISOString(),
  };
}

/** All teams, by name. Admins only, as is all below. */
export async function listTeams(context: Context): Promise<TeamView[]> {
  requireAdmin(context);
  return (await context.db.team.findMany({ include: teamInclude, orderBy: { name: "asc" } })).map(viewOf);
}

/** Which there are to choose from, by name. */
export async function listTeamNames(context: Context): Promise<Pick<TeamView, "id" | "name">[]> {
  requireAdmin(context);
  return context.db.team.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } });
}

/** Throws InvalidInput. */
export async function createTeam(context: Context, input: TeamInput): Promise<TeamView> {
  requireAdmin(context);
  return change(context, async (transaction) => {
    await requireFreeName(transaction, input.name);
    const members = { create: await memberRows(transaction, input) };
    const view = viewOf(await transaction.team.create({ data: { name: input.name, createdAt: context.now, members }, include: teamInclude }));
    const detail = { members: loginsOf(view) };
    return { audit: { action: "team.created", target: { kind: "team", name: view.name }, detail }, result: view };
  });
}

/** Sets name and members. Who is no longer in it loses its rights with the next request. Throws InvalidInput or NotFound. */
export async function updateTeam(context: Context, id: string, input: TeamInput): Promise<TeamView> {
  requireAdmin(context);
  return change(context, async (transaction) => {
    const before = await requireTeam(transaction, id);
    if (input.name !== before.name) await requireFreeName(transaction, input.name);
    const members = { deleteMany: {}, create: await memberRows(transaction, input) };
    const view = viewOf(await transaction.team.update({ where: { id }, data: { name: input.name, members }, include: teamInclude }));
    const [was, is] = [loginsOf(before), loginsOf(view)];
    const detail = {
      ...(view.name === before.name ? {} : { formerName: before.name }),
      added: is.filter((login) => !was.includes(login)),
      removed: was.filter((login) => !is.includes(login)),
    };
    return { audit: { action: "team.updated", target: { kind: "team", name: view.name }, detail }, result: view };
  });
}

/** Deletes the team with its grants; its members stay. */
export async function deleteTeam(context: Context, id: string): Promise<void> {
  requireAdmin(context);
  return change(context, async (transaction) => {
    const before = await requireTeam(transaction, id);
    await transaction.team.delete({ where: { id } });
    const detail = { members: loginsOf(before), grants: before.grantCount };
    return { audit: { action: "team.deleted", target: { kind: "team", name: before.name }, detail }, result: undefined };
  });
}

async function requireTeam(transaction: Transaction, id: string): Promise<TeamView> {
  const row = await transaction.team.findUnique({ where: { id }, include: teamInclude });
  if (!row) throw new NotFound(t("There is no such team."));
  return viewOf(row);
}

async function requireFreeName(transaction: Transaction, name: string): Promise<void> {
  if ((await transaction.team.count({ where: { name } })) > 0) throw new InvalidInput("name", t("There is a team of this name already."));
}

async function memberRows(transaction: Transaction, input: TeamInput): Promise<{ userId: string }[]> {
  const ids = [...new Set(input.memberIds)];
  const known = await transaction.user.findMany({ where: { id: { in: ids } }, select: { id: true } });
  if (known.length < ids.length) throw new InvalidInput("memberIds", t("Someone chosen here has been deleted: choose again."));
  return known.map(({ id }) => ({ userId: id }));
}

function loginsOf(view: TeamView): string[] {
  return view.members.map((member) => member.login);
}
