import type { Context } from "./context.ts";
import type { Db, Transaction } from "./db.ts";
import { Forbidden, Unauthenticated } from "./errors.ts";
import { t } from "./texts/index.ts";

/**
 * Asks again who asks: between a request's begin and what it does can lie as long as its body takes, and its session may have ended, its
 * person been disabled, or no longer be an administrator. Nothing to ask where no session is behind it. Throws Unauthenticated or Forbidden.
 */
export async function requireLiveActor(db: Db | Transaction, { actor }: Pick<Context, "actor">): Promise<void> {
  if (actor.kind !== "person" || actor.sessionId === undefined) return;
  const { person, sessionId } = actor;
  const user = { select: { isAdmin: true, disabledAt: true, passwordHash: true } } as const;
  const session = await db.session.findUnique({ where: { id: sessionId }, select: { userId: true, user } });
  if (session?.userId !== person.id || session.user.disabledAt !== null || session.user.passwordHash === null) throw new Unauthenticated();
  if (person.isAdmin && !session.user.isAdmin) throw new Forbidden(t("You need to be an administrator of Drawbridge."));
}
