import { type ChangeRecord, change, recordChange } from "../change.ts";
import { type Context, requirePerson } from "../context.ts";
import type { Transaction } from "../db.ts";
import { InvalidInput } from "../errors.ts";
import { endFiles } from "../file-rows/index.ts";
import { hashPassword, verifyPassword } from "../password-hash.ts";
import { passwordWeakness } from "../password-weakness.ts";
import { removeSecondFactors } from "../second-factors/index.ts";
import { type LiveSession, lowerSessions } from "../sessions/index.ts";
import { t } from "../texts/index.ts";
import { type ChangePasswordInput, isRecentSignIn } from "./schema.ts";
import { slowed, TooManyTries, wrongPresentPasswordDetail } from "./sign-in-delay.ts";

type Asking = Pick<LiveSession, "id" | "signedInAt">;

/**
 * Changes the person's own password. Their sessions end but `session`, which asks; if asked for, their files and what they have beside the
 * password go, too. Guesses at the present one are slowed down as those at the sign-in are. Throws InvalidInput beside the field.
 */
export async function replacePassword(context: Context, input: ChangePasswordInput, session: Asking): Promise<void> {
  const { id, login } = requirePerson(context);
  const before = await context.db.user.findUniqueOrThrow({ where: { id }, select: { passwordHash: true } });
  await requirePresentPassword(context, before.passwordHash, input.current);
  if (input.next === input.current) throw new InvalidInput("next", t("Choose another one than your present password."));
  const weakness = passwordWeakness(input.next, login);
  if (weakness) throw new InvalidInput("next", weakness);
  const passwordHash = await hashPassword(input.next);
  return change(context, async (transaction) => {
    // Only if nobody has changed it since it was compared: an administrator's reset must not be undone by a request under way.
    const { count } = await transaction.user.updateMany({ where: { id, ...before }, data: { passwordHash, mustChangePassword: false } });
    if (count === 0) throw new InvalidInput("current", t("Your password has just been changed elsewhere."));
    const removed = input.removesFactors ? await removeOwnFactors(transaction, context, session) : [];
    await transaction.session.deleteMany({ where: { userId: id, id: { not: session.id } } });
    const ended = input.endsFiles ? await endFiles(transaction, context, { where: { ownerId: id }, reason: "password-reset" }) : [];
    const target = { kind: "user", name: login };
    const changed = { action: "user.password-changed" as const, target, detail: { endedFiles: ended.length, removedFactors: removed.length } };
    const removals = removed.map((detail): ChangeRecord => ({ action: "user.second-factor-removed", target, detail }));
    return { audit: [changed, ...removals, ...ended], result: undefined };
  });
}

async function requirePresentPassword(context: Context, passwordHash: string | null, password: string): Promise<void> {
  const { db, actor, now } = context;
  const { login } = requirePerson(context);
  const sourceIP = actor.kind === "person" ? actor.sourceIP : null;
  try {
    await slowed(db, { login, sourceIP, proof: "password" }, now, async () => {
      if (await verifyPassword(passwordHash, password)) return;
      await recordChange(db, context, { action: "session.refused", target: { kind: "user", name: login }, detail: wrongPresentPasswordDetail });
      throw new InvalidInput("current", t("This is not your present password."));
    });
  } catch (error) {
    if (error instanceof TooManyTries)
      throw new InvalidInput("current", t("Too many wrong tries: wait {waitSeconds} seconds.", { waitSeconds: error.waitSeconds }));
    throw error;
  }
}

/** The password alone is no proof for this: it would let its thief shut the person out by it. */
async function removeOwnFactors(transaction: Transaction, context: Context, session: Asking) {
  const { id: userId } = requirePerson(context);
  await lowerSessions(transaction, { userId, removed: "all", keptId: session.id });
  const removed = await removeSecondFactors(transaction, userId, context);
  if (removed.length > 0 && !isRecentSignIn(session.signedInAt, context.now))
    throw new InvalidInput("removesFactors", t("You signed in a while ago: to remove these, sign out and in again first."));
  return removed;
}
