import { randomBytes } from "node:crypto";
import { change } from "../change.ts";
import { type Context, requireAdmin } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import { InvalidInput } from "../errors.ts";
import { endFiles } from "../file-rows/index.ts";
import { hashPassword } from "../password-hash.ts";
import type { RandomBytes } from "../random.ts";
import { removeSecondFactors } from "../second-factors/index.ts";
import { sha256 } from "../secrets.ts";
import { t } from "../texts/index.ts";
import { createInvitation } from "./invitation-code.ts";
import type { CreatedUser, ResetPasswordInput } from "./schema.ts";
import { requireOther, requireStrong, requireUser } from "./users.ts";

type Invitation = NonNullable<CreatedUser["invitation"]>;

/** A new link for someone who has not yet accepted; the old one is dead. Admins only. */
export async function inviteAgain(context: Context, id: string, random: RandomBytes = randomBytes): Promise<Invitation> {
  requireAdmin(context);
  return change(context, async (transaction) => {
    const { login, passwordHash } = await requireUser(transaction, id);
    if (passwordHash !== null) throw new InvalidInput("form", t("{login} has a password already: reset it instead.", { login }));
    const { columns, shown } = createInvitation(context.now, random);
    await transaction.user.update({ where: { id }, data: columns });
    return { audit: { action: "user.invited", target: { kind: "user", name: login } }, result: shown };
  });
}

/**
 * Takes a person's password and sessions away, if asked their files and what they have beside the password, too, and returns the link by
 * which they choose another. Admins only.
 */
export async function resetPassword(
  context: Context,
  id: string,
  { endsFiles, removesFactors, random = randomBytes }: ResetPasswordInput & { random?: RandomBytes },
): Promise<Invitation> {
  requireAdmin(context);
  requireOther(context, id, t("To change your own password, use “Change password” in your menu."));
  return change(context, async (transaction) => {
    const { login } = await requireUser(transaction, id);
    const { columns, shown } = createInvitation(context.now, random);
    await transaction.user.update({ where: { id }, data: { ...columns, passwordHash: null, mustChangePassword: false } });
    await transaction.session.deleteMany({ where: { userId: id } });
    const removed = removesFactors ? await removeSecondFactors(transaction, id, context) : [];
    const ended = endsFiles ? await endFiles(transaction, context, { where: { ownerId: id }, reason: "password-reset" }) : [];
    const target = { kind: "user", name: login };
    const reset = { action: "user.password-reset" as const, target, detail: { endedFiles: ended.length, removedFactors: removed.length } };
    const factors = removed.length > 0 ? [{ action: "user.second-factors-reset" as const, target }] : [];
    return { audit: [reset, ...factors, ...ended], result: shown };
  });
}

/** Whom `code` invites, or null when it is used, replaced, expired or made up. */
export async function describeInvitation(db: Db, code: string, now: Date): Promise<{ login: string; displayName: string } | null> {
  const user = await findInvited(db, code, now);
  return user && { login: user.login, displayName: user.displayName };
}

/** Sets the first password of whom `code` invites, whoever asks, and uses it up. Throws InvalidInput: "form" for a dead code, "password" for a weak one. */
export async function acceptInvitation({ db, actor, now }: Context, code: string, password: string): Promise<{ login: string }> {
  const invited = await findInvited(db, code, now);
  if (!invited) throw deadInvitation();
  requireStrong("password", password, invited.login);
  const passwordHash = await hashPassword(password);
  const { id, login, displayName, isAdmin } = invited;
  const sourceIP = actor.kind === "system" ? null : actor.sourceIP;
  const context: Context = { db, actor: { kind: "person", person: { id, login, displayName, isAdmin }, sourceIP }, now };
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
  return new InvalidInput("form", t("This invitation has been used or has expired: ask an administrator for a new one."));
}
