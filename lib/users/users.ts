import { randomBytes } from "node:crypto";
import { change } from "../change.ts";
import { type Context, requireAdmin, requirePerson } from "../context.ts";
import type { Transaction } from "../db.ts";
import { InvalidInput, NotFound } from "../errors.ts";
import { hashPassword } from "../password-hash.ts";
import { passwordWeakness } from "../password-weakness.ts";
import type { RandomBytes } from "../random.ts";
import { t } from "../texts/index.ts";
import { createInvitation } from "./invitation-code.ts";
import type { CreatedUser, CreateUserInput, UpdateUserInput, UserView } from "./schema.ts";
import { userInclude, viewOf } from "./view.ts";

/** Everyone, by login. Admins only. */
export async function listUsers(context: Context): Promise<UserView[]> {
  requireAdmin(context);
  const rows = await context.db.user.findMany({ include: userInclude(context.now), orderBy: { login: "asc" } });
  return rows.map(viewOf);
}

/** Who there is to choose from, by login. Admins only. */
export async function listUserNames(context: Context): Promise<Pick<UserView, "id" | "login" | "displayName">[]> {
  requireAdmin(context);
  return context.db.user.findMany({ select: { id: true, login: true, displayName: true }, orderBy: { login: "asc" } });
}

/** Null when there is no such person. Admins only. */
export async function findUser(context: Context, id: string): Promise<UserView | null> {
  requireAdmin(context);
  const row = await context.db.user.findUnique({ where: { id }, include: userInclude(context.now) });
  return row && viewOf(row);
}

/** Whom to ask for access: names of the administrators who can sign in. For everyone who is signed in. */
export async function listAdministratorNames(context: Context): Promise<string[]> {
  requirePerson(context);
  const rows = await context.db.user.findMany({ where: { isAdmin: true, disabledAt: null, passwordHash: { not: null } }, orderBy: { displayName: "asc" } });
  return rows.map((row) => row.displayName);
}

/** Adds a person, with an initial password that they must change, or with a one-time invitation. Throws InvalidInput. */
export async function createUser(context: Context, input: CreateUserInput, random: RandomBytes = randomBytes): Promise<CreatedUser> {
  requireAdmin(context);
  const { now } = context;
  const { initialPassword, ...person } = input;
  if (initialPassword !== null) requireStrong("initialPassword", initialPassword, input.login);
  const invitation = initialPassword === null ? createInvitation(now, random) : null;
  // Before the transaction: nothing slow may hold the database.
  const passwordHash = initialPassword === null ? null : await hashPassword(initialPassword, random);
  return change(context, async (transaction) => {
    await requireFreeLogin(transaction, input.login);
    const row = await transaction.user.create({
      data: { ...person, passwordHash, mustChangePassword: passwordHash !== null, ...invitation?.columns, createdAt: now },
      include: userInclude(now),
    });
    const detail = { isAdmin: input.isAdmin, by: invitation ? "invitation" : "initial password" };
    return {
      audit: { action: "user.created", target: { kind: "user", name: row.login }, detail },
      result: { user: viewOf(row), invitation: invitation?.shown ?? null },
    };
  });
}

/** Throws InvalidInput when it would leave no administrator. */
export async function updateUser(context: Context, id: string, input: UpdateUserInput): Promise<UserView> {
  requireAdmin(context);
  return change(context, async (transaction) => {
    const before = await requireUser(transaction, id);
    const row = await transaction.user.update({ where: { id }, data: input, include: userInclude(context.now) });
    await requireActiveAdmin(transaction);
    const { displayName, isAdmin } = before;
    return {
      audit: { action: "user.updated", target: { kind: "user", name: row.login }, detail: { from: { displayName, isAdmin }, to: input } },
      result: viewOf(row),
    };
  });
}

/**
 * Disables people, or enables them again: all of them or, when one may not be, nobody. Disabling ends their sessions at once, and their files
 * with the proxy's next look at the revision. Who is so already stays as they are. Returns how many have changed. Throws NotFound or InvalidInput.
 */
export async function setUsersDisabled(context: Context, ids: readonly string[], disabled: boolean): Promise<number> {
  requireAdmin(context);
  if (disabled) for (const id of ids) requireOther(context, id, t("You cannot disable yourself: ask another administrator."));
  const wanted = { id: { in: [...new Set(ids)] } };
  return change(context, async (transaction) => {
    const rows = await transaction.user.findMany({ where: wanted, select: { id: true, login: true, disabledAt: true } });
    if (rows.length < wanted.id.in.length) throw new NotFound(t("There is no such user."));
    const changing = rows.filter(({ disabledAt }) => (disabledAt !== null) !== disabled);
    const theirIds = changing.map(({ id }) => id);
    await transaction.user.updateMany({ where: { id: { in: theirIds } }, data: { disabledAt: disabled ? context.now : null } });
    if (disabled) await transaction.session.deleteMany({ where: { userId: { in: theirIds } } });
    await requireActiveAdmin(transaction);
    const action = disabled ? "user.disabled" : "user.enabled";
    return { audit: changing.map(({ login }) => ({ action, target: { kind: "user", name: login } })), result: changing.length };
  });
}

/** Deletes a person with their sessions, grants and files; what the audit says of them stays. The same login given again is a new person. */
export async function deleteUser(context: Context, id: string): Promise<void> {
  requireAdmin(context);
  requireOther(context, id, t("You cannot delete yourself: ask another administrator."));
  return change(context, async (transaction) => {
    const { login } = await requireUser(transaction, id);
    const kubeconfigs = await transaction.kubeconfig.count({ where: { ownerId: id } });
    const revokedBy = context.actor.kind === "person" ? context.actor.person.login : context.actor.kind;
    await transaction.kubeconfig.updateMany({
      where: { ownerId: id, revokedAt: null },
      data: { revokedAt: context.now, revokedBy, endReason: "owner-deleted" },
    });
    await transaction.user.delete({ where: { id } });
    await requireActiveAdmin(transaction);
    return { audit: { action: "user.deleted", target: { kind: "user", name: login }, detail: { id, kubeconfigs } }, result: undefined };
  });
}

/** Throws InvalidInput beside `field`. */
export function requireStrong(field: string, password: string, login: string): void {
  const weakness = passwordWeakness(password, login);
  if (weakness) throw new InvalidInput(field, weakness);
}

export async function requireUser(transaction: Transaction, id: string) {
  const row = await transaction.user.findUnique({ where: { id } });
  if (!row) throw new NotFound(t("There is no such user."));
  return row;
}

export async function requireFreeLogin(transaction: Transaction, login: string): Promise<void> {
  if ((await transaction.user.count({ where: { login } })) > 0) throw new InvalidInput("login", t("Someone has this login already: choose another."));
}

export function requireOther(context: Context, id: string, message: string): void {
  if (context.actor.kind === "person" && context.actor.person.id === id) throw new InvalidInput("form", message);
}

/** Judges the state after the change, in its transaction: whoever asked, and whatever they changed, someone can still sign in and mend it. */
async function requireActiveAdmin(transaction: Transaction): Promise<void> {
  const left = await transaction.user.count({ where: { isAdmin: true, disabledAt: null, passwordHash: { not: null } } });
  if (left === 0) throw new InvalidInput("form", t("This is the last administrator who can sign in: make someone else one first."));
}
