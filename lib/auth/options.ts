// next-auth, for browser sessions only. It signs and reads the cookie; whether a session lives is asked of the database each time.
import { randomBytes } from "node:crypto";
import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { recordChange } from "../change.ts";
import { config } from "../config.ts";
import { database } from "../db.ts";
import { logger } from "../logger.ts";
import { TooBusy } from "../password-hash.ts";
import { deriveKey, instanceKey } from "../secrets.ts";
import { signInSchema } from "./schema.ts";
import { clientAddressHeader } from "./server-headers.ts";
import { endSession, findSession, lifeSeconds, startSession } from "./sessions.ts";
import { TooManyTries, verifySignIn } from "./verify-sign-in.ts";

/** `__Secure-`: a browser takes it over TLS only. Named here so that no guess about our address can change it. */
export const sessionCookie = "__Secure-next-auth.session-token";

export function sessionSecret(): string {
  return deriveKey(instanceKey(config().dataDir), "session").toString("hex");
}

const tokenSchema = z.object({ sid: z.string() });

/** What the cookie holds. Null when it is no token of ours. */
export function sidOf(token: unknown): string | null {
  return tokenSchema.safeParse(token).data?.sid ?? null;
}

class DeadSession extends Error {}

/** `onFault` is called when what is asked for could not be looked up or stored: then next-auth's answer says less than it seems to. */
export function authOptions(onFault: () => void): AuthOptions {
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      onFault();
      throw error;
    }
  };
  return {
    secret: sessionSecret(),
    useSecureCookies: true,
    session: { strategy: "jwt", maxAge: lifeSeconds },
    cookies: { sessionToken: { name: sessionCookie, options: { httpOnly: true, sameSite: "lax", path: "/", secure: true } } },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { login: {}, password: {} },
        authorize: (credentials, request) => authorize(credentials, request.headers?.[clientAddressHeader], onFault),
      }),
    ],
    callbacks: {
      async jwt({ token, user }) {
        // `user` is set at sign-in only.
        if (user) return { sid: await told(startSession(database(), user.id, new Date(), randomBytes)) };
        const sid = sidOf(token);
        if (!sid || !(await told(findSession(database(), sid, new Date())))) throw new DeadSession("the session has ended");
        return { sid };
      },
      // What next-auth's own /api/auth/session tells the browser: that there is a session, and no more.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: { signOut: ({ token }) => recordSignOut(token) },
    logger: {
      error(code, metadata) {
        const error = metadata instanceof Error ? metadata : metadata.error;
        // A cookie of a session that has ended, or of another instance: every day's business, not a fault.
        const isDead = error instanceof DeadSession || (code === "JWT_SESSION_ERROR" && /decrypt|JW[ET]/i.test(`${error.name} ${error.message}`));
        if (isDead) logger.debug({ code }, "a session cookie is dead");
        else logger.error({ code, err: error }, "next-auth failed");
      },
      warn: (code) => logger.warn({ code }, "next-auth warns"),
      debug() {},
    },
  };
}

/** next-auth hands the browser the message of whatever is thrown here: so only words that lib/auth/client.ts knows are. */
async function authorize(credentials: unknown, sourceIP: unknown, onFault: () => void) {
  const parsed = signInSchema.safeParse(credentials);
  if (!parsed.success) return null;
  try {
    const person = await verifySignIn(database(), parsed.data, typeof sourceIP === "string" ? sourceIP : null, new Date());
    return person && { id: person.id };
  } catch (error) {
    if (error instanceof TooManyTries) throw new Error(`wait:${error.waitSeconds}`);
    if (error instanceof TooBusy) throw new Error("busy");
    logger.error({ err: error }, "a sign-in failed");
    onFault();
    throw new Error("failed");
  }
}

async function recordSignOut(token: unknown): Promise<void> {
  const sid = sidOf(token);
  if (!sid) return;
  const db = database();
  await db.$transaction(async (transaction) => {
    const person = await endSession(transaction, sid);
    if (person) await recordChange(transaction, { db, actor: { kind: "person", person, sourceIP: null }, now: new Date() }, { action: "session.signed-out" });
  });
}
