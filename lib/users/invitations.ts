import { randomBytes } from "node:crypto";
import { change } from "../change.ts";
import { type Context, requireAdmin } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import { InvalidInput } from "../errors.ts";
import { hashPassword } from "../password-hash.ts";
import type { RandomBytes } from "../random.ts";
import { sha256 } from "../secrets.ts";
import { createInvitation } from "./invitation-code.ts";
import type { CreatedUser } from "./schema.ts";
import { requireOther, requireStrong, requireUser } from "./users.ts";

type Invitation = NonNullable<CreatedUser["invitation"]>;

/** A new link for someone who has not yet accepted; the old one is dead. Admins only. */
export async function inviteAgain(context: Context, id: string, random: RandomBytes = randomBytes): Promise<Invitation> {
  requireAdmin(context);
  return change(context, async (transaction) => {
    const { login, passwordHash } = await requireUser(transaction, id);
    if (passwordHash !== null) throw new InvalidInput("form", `${login} has a password already: reset it instead.`);
    const { columns, shown } = createInvitation(context.now, random);
    await transaction.user.update({ where: { id }, data: columns });
    return { audit: { action: "user.invited", target: { kind: "user", name: login } }, result: shown };
  });
}

/** Takes a person's password and sessions away, and returns the link by which they choose another. Admins only. */
export async function resetPassword(context: Context, id: string, random: RandomBytes = randomBytes): Promise<Invitation> {
  requireAdmin(context);
  requireOther(context, id, "To change your own password, use “Change password” in your menu.");
  return change(context, async (transaction) => {
    const { login } = await requireUser(transaction, id);
    const { columns, shown } = createInvitation(context.now, random);
    await transaction.user.update({ where: { id }, data: { ...columns, passwordHash: null, mustChangePassword: false } });
    await transaction.session.deleteMany({ where: { userId: id } });
    return { audit: { action: "user.password-reset", target: { kind: "user", name: login } }, result: shown };
  });
}

/** Whom `code` invites, or null when it is used, replaced, expired or made up. */
export async function describeInvitation(db: Db, code: string, now: Date): Promise<{ login: string; displayName: string } | null> {
  const user = await findInvited(db, code, now);
  return user && { login: user.login, displayName: user.displayName };
}

/** Sets the first password of whom `code` invites, and uses it up. Throws InvalidInput: "form" for a dead code, "password" for a weak one. */
export async function acceptInvitation(db: Db, code: string, password: string, now: Date): Promise<{ login: string }> {
  const invited = await findInvited(db, code, now);
  if (!invited) throw deadInvitation();
  requireStrong("password", password, invited.login);
  const passwordHash = await hashPassword(password);
  const { id, login, displayName, isAdmin } = invited;
  const context: Context = { db, actor: { kind: "person", person: { id, login, displayName, isAdmin }, sourceIP: null }, now };
  return change(context, async (transaction) => {
    // Again, now that nobody can come between: of two who hold the link the first wins.
    if (!(await findInvited(transaction, code, now))) throw deadInvitation();
    await transaction.user.update({ where: { id }, data: { passwordHash, mustChangePassword: false, invitationHash: null, invitationExpiresAt: null } });
    return { audit: { action: "user.invitation-accepted", target: { kind: "user", name: login } }, result: { login } };
  });
}

async function findInvited(db: Db | Transaction, code: string, now: Date) {
  return db.user.findFirst({ where: { invitationHash: sha256(code), invitationExpiresAt: { gt: now }, disabledAt: null } });
}

function deadInvitation(): InvalidInput {
  return new InvalidInput("form", "This invitation has been used or has expired: ask an administrator for a new one.");
}
