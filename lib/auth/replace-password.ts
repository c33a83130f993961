import { change } from "../change.ts";
import { type Context, requirePerson } from "../context.ts";
import { InvalidInput } from "../errors.ts";
import { hashPassword, verifyPassword } from "../password-hash.ts";
import { passwordWeakness } from "../password-weakness.ts";
import type { ChangePasswordInput } from "./schema.ts";
import { endSessions } from "./sessions.ts";

/** Changes the person's own password. Their other sessions end; `sessionId` is the one that asks. Throws InvalidInput beside "current" or "next". */
export async function replacePassword(context: Context, input: ChangePasswordInput, sessionId: string): Promise<void> {
  const { id, login } = requirePerson(context);
  const before = await context.db.user.findUniqueOrThrow({ where: { id }, select: { passwordHash: true } });
  if (!(await verifyPassword(before.passwordHash, input.current))) throw new InvalidInput("current", "This is not your present password.");
  if (input.next === input.current) throw new InvalidInput("next", "Choose another one than your present password.");
  const weakness = passwordWeakness(input.next, login);
  if (weakness) throw new InvalidInput("next", weakness);
  const passwordHash = await hashPassword(input.next);
  return change(context, async (transaction) => {
    // Only if nobody has changed it since it was compared: an administrator's reset must not be undone by a request under way.
    const { count } = await transaction.user.updateMany({ where: { id, ...before }, data: { passwordHash, mustChangePassword: false } });
    if (count === 0) throw new InvalidInput("current", "Your password has just been changed elsewhere.");
    await endSessions(transaction, id, sessionId);
    return { audit: { action: "user.password-changed", target: { kind: "user", name: login } }, result: undefined };
  });
}
