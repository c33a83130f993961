// next-auth, for browser sessions only. It signs and reads the cookie; whether a session lives is asked of the database each time.
import { randomBytes } from "node:crypto";
import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { recordChange } from "../change.ts";
import { config } from "../config.ts";
import { database } from "../db.ts";
import { logger } from "../logger.ts";
import { passkeyPlace } from "../passkeys/index.ts";
import { TooBusy } from "../password-hash.ts";
import { deriveKey, instanceKey } from "../secrets.ts";
import { endSession, findSession, lifeSeconds, startSession } from "../sessions/index.ts";
import { passkeySignInSchema, signInSchema } from "./schema.ts";
import { TooManyTries } from "./sign-in-delay.ts";
import { SecondFactorNeeded, type VerifiedSignIn, verifyPasskeySignIn, verifySignIn } from "./verify-sign-in.ts";

/** `__Host-`: a browser takes it over TLS, from this very host and for all of it only. Named here so that no guess about our address can change it. */
export const sessionCookie = "__Host-next-auth.session-token";

export function sessionSecret(): string {
  return deriveKey(instanceKey(config().dataDir), "session").toString("hex");
}

const tokenSchema = z.object({ sid: z.string() });

/** What the cookie holds. Null when it is no token of ours. */
export function sidOf(token: unknown): string | null {
  return tokenSchema.safeParse(token).data?.sid ?? null;
}

class DeadSession extends Error {}

export interface AskedBy {
  /** Where the request comes from. */
  sourceIP: string | null;
  /** Called when what is asked for could not be looked up or stored: then next-auth's answer says less than it seems to. */
  onFault: () => void;
}

export function authOptions({ sourceIP, onFault }: AskedBy): AuthOptions {
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      onFault();
      throw error;
    }
  };
  // Of one request: the session that its sign-in has started.
  let started: { userId: string; sid: string } | null = null;
  return {
    secret: sessionSecret(),
    useSecureCookies: true,
    session: { strategy: "jwt", maxAge: lifeSeconds },
    cookies: { sessionToken: { name: sessionCookie, options: { httpOnly: true, sameSite: "lax", path: "/", secure: true } } },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { login: {}, password: {}, code: {}, passkey: {} },
        async authorize(credentials, { headers = {} }) {
          const text = (name: string): string | null => (typeof headers[name] === "string" ? headers[name] : null);
          const verified = await authorize(credentials, { sourceIP, host: text("host") }, onFault);
          if (verified === null) return null;
          const { person, ...proven } = verified;
          const signIn = { ...proven, userId: person.id, sourceIP, userAgent: text("user-agent") };
          const sid = await told(startSession(database(), signIn, new Date(), randomBytes));
          if (sid === null) return null;
          started = { userId: person.id, sid };
          return { id: person.id };
        },
      }),
    ],
    callbacks: {
      async jwt({ token, user }) {
        // `user` is set at sign-in only.
        if (user && started?.userId === user.id) return { sid: started.sid };
        const sid = sidOf(token);
        if (!sid || !(await told(findSession(database(), sid, new Date())))) throw new DeadSession("the session has ended");
        return { sid };
      },
      // What next-auth's own /api/auth/session tells the browser: that there is a session, and no more.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: { signOut: ({ token }) => recordSignOut(token, sourceIP) },
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
async function authorize(
  credentials: unknown,
  { sourceIP, host }: { sourceIP: string | null; host: string | null },
  onFault: () => void,
): Promise<VerifiedSignIn | null> {
  const now = new Date();
  const byPasskey = passkeySignInSchema.safeParse(credentials);
  const byPassword = signInSchema.safeParse(credentials);
  try {
    if (byPasskey.success) {
      const { party } = await passkeyPlace(database(), host);
      return party && (await verifyPasskeySignIn(database(), byPasskey.data.passkey, party, { sourceIP, now }));
    }
    return byPassword.success ? await verifySignIn(database(), byPassword.data, sourceIP, now) : null;
  } catch (error) {
    if (error instanceof SecondFactorNeeded) throw new Error(`${error.wasWrong ? "wrong-code" : "code"}:${error.factors.join(",")}`);
    if (error instanceof TooManyTries) throw new Error(`wait:${error.waitSeconds}`);
    if (error instanceof TooBusy) throw new Error("busy");
    logger.error({ err: error }, "a sign-in failed");
    onFault();
    throw new Error("failed");
  }
}

async function recordSignOut(token: unknown, sourceIP: string | null): Promise<void> {
  const sid = sidOf(token);
  if (!sid) return;
  const db = database();
  const person = await endSession(db, sid);
  if (person) await recordChange(db, { db, actor: { kind: "person", person, sourceIP }, now: new Date() }, { action: "session.signed-out" });
}
