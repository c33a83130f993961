// The first administrator. There is no default password and no first-come-first-served: who sets up must read the server's terminal or disk.
import { change } from "../change.ts";
import type { Context } from "../context.ts";
import type { Db, Transaction } from "../db.ts";
import { InvalidInput } from "../errors.ts";
import { hashPassword } from "../password-hash.ts";
import { base32, type RandomBytes } from "../random.ts";
import { equalInConstantTime, sha256 } from "../secrets.ts";
import { t } from "../texts/index.ts";
import { type FirstAdminInput, firstAdminSchema } from "./schema.ts";
import { requireFreeLogin, requireStrong } from "./users.ts";

export async function setUpState(db: Db): Promise<{ needsSetUp: boolean }> {
  return { needsSetUp: !(await hasAdmin(db)) };
}

/** A new set-up code (128 bit, in groups for typing), which replaces the one of an earlier start; null when there is an administrator. */
export async function prepareSetUpCode(db: Db, random: RandomBytes): Promise<string | null> {
  if (await hasAdmin(db)) return null;
  const code = base32(random(16));
  const codeHash = sha256(code);
  await db.setupCode.upsert({ where: { id: 1 }, create: { id: 1, codeHash }, update: { codeHash } });
  return code.match(/.{1,4}/g)?.join("-") ?? code;
}

/**
 * Uses the set-up code up. Throws InvalidInput: "code" for a wrong one, "password" for a weak one. Tries are not slowed down: 128 bits
 * cannot be guessed, and a delay would let anyone who reaches the port keep the operator out.
 */
export async function createFirstAdmin(context: Context, input: FirstAdminInput): Promise<{ login: string }> {
  if (!(await isSetUpCode(context.db, input.code))) {
    throw new InvalidInput("code", t("This is not the set-up code: take the one that the server's terminal showed last."));
  }
  requireStrong("password", input.password, input.login);
  return createAdmin(context, input, (transaction) => isSetUpCode(transaction, input.code));
}

/** The first administrator as the operator wrote it down. Does nothing when there is one: returns false. Throws InvalidInput. */
export async function createFirstAdminUnattended(db: Db, input: { login: string; password: string }, now: Date): Promise<boolean> {
  if (await hasAdmin(db)) return false;
  const parsed = firstAdminSchema.omit({ code: true }).safeParse({ ...input, displayName: input.login });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InvalidInput(String(issue?.path[0] ?? "form"), issue?.message ?? "");
  }
  requireStrong("password", input.password, input.login);
  await createAdmin({ db, actor: { kind: "system" }, now }, parsed.data, async () => true);
  return true;
}

async function createAdmin(
  context: Context,
  input: Omit<FirstAdminInput, "code">,
  isAllowed: (transaction: Transaction) => Promise<boolean>,
): Promise<{ login: string }> {
  const { login, displayName, password } = input;
  const passwordHash = await hashPassword(password);
  return change(context, async (transaction) => {
    // Again, now that nobody can come between: of two who hold the code the first wins.
    if ((await hasAdmin(transaction)) || !(await isAllowed(transaction))) throw new InvalidInput("form", t("Drawbridge has been set up already: sign in."));
    await requireFreeLogin(transaction, login);
    await transaction.user.create({ data: { login, displayName, passwordHash, isAdmin: true, createdAt: context.now } });
    await transaction.setupCode.deleteMany();
    return { audit: { action: "instance.set-up", target: { kind: "user", name: login } }, result: { login } };
  });
}

async function hasAdmin(db: Db | Transaction): Promise<boolean> {
  return (await db.user.count({ where: { isAdmin: true } })) > 0;
}

async function isSetUpCode(db: Db | Transaction, text: string): Promise<boolean> {
  const row = await db.setupCode.findUnique({ where: { id: 1 } });
  return row !== null && equalInConstantTime(row.codeHash, sha256(text.toLowerCase().replace(/[^a-z2-7]/g, "")));
}
