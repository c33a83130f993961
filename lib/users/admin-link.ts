import { change } from "../change.ts";
import type { Context } from "../context.ts";
import type { Db } from "../db.ts";
import { InvalidInput } from "../errors.ts";
import type { RandomBytes } from "../random.ts";
import { removeSecondFactors } from "../second-factors/index.ts";
import { t } from "../texts/index.ts";
import { createInvitation } from "./invitation-code.ts";
import { loginSchema } from "./schema.ts";

const lifeMs = 60 * 60 * 1000;

export interface AdminLink {
  /** Starts with `/invitation/`; good once, for an hour. */
  path: string;
  expiresAt: string;
  /** `created`: nobody had the login before. */
  person: "created" | "reset";
}

/**
 * For when no administrator can sign in: a link by which `login` becomes one with a new password. Whoever asks can read and write the data
 * directory, so nothing is guarded here that they could not do without us; the audit says that they did. A person who is there is let in
 * again, and loses password, second factors and sessions: what one of them lost, another may have found. Throws InvalidInput("login").
 */
export async function makeAdminLink(db: Db, asked: { login: string; hostUser: string }, options: { now: Date; random: RandomBytes }): Promise<AdminLink> {
  const parsed = loginSchema.safeParse(asked.login);
  if (!parsed.success) throw new InvalidInput("login", parsed.error.issues[0]?.message ?? t("That is no login."));
  const login = parsed.data;
  const { now, random } = options;
  const { columns, shown } = createInvitation(now, random, lifeMs);
  const context: Context = { db, actor: { kind: "system" }, now };
  return change(context, async (transaction) => {
    const before = await transaction.user.findUnique({ where: { login } });
    const rights = { isAdmin: true, disabledAt: null, passwordHash: null, mustChangePassword: false, ...columns };
    const { id } = await transaction.user.upsert({
      where: { login },
      create: { login, displayName: login, createdAt: now, ...rights },
      update: rights,
    });
    await removeSecondFactors(transaction, id, context);
    await transaction.session.deleteMany({ where: { userId: id } });
    await transaction.setupCode.deleteMany();
    const detail = {
      hostUser: asked.hostUser,
      wasThere: before !== null,
      wasAdmin: before?.isAdmin ?? false,
      wasDisabled: before !== null && before.disabledAt !== null,
    };
    return {
      audit: { action: "instance.admin-link-made", target: { kind: "user", name: login }, detail },
      result: { ...shown, person: before ? ("reset" as const) : ("created" as const) },
    };
  });
}
