// Who asks, read from the request that Next is answering.
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import type { Context } from "../context.ts";
import { database } from "../db.ts";
import { Forbidden, InvalidInput, Unauthenticated } from "../errors.ts";
import { findSession, type LiveSession } from "../sessions/index.ts";
import { isTwoFactor } from "../sessions/schema.ts";
import { readSettings } from "../settings/index.ts";
import { t } from "../texts/index.ts";
import { sessionCookie, sessionSecret, sidOf } from "./options.ts";
import { replacePassword } from "./replace-password.ts";
import { type ChangePasswordInput, isRecentSignIn, type SessionView } from "./schema.ts";
import { clientAddressHeader, requestPathHeader } from "./server-headers.ts";

/** A signed-in person and the session in which they ask. */
export interface Account {
  context: Context;
  session: LiveSession;
}

/** Who asks: the signed-in person, also one who must change their password first, or anonymous. The session is looked up at each call. */
export async function currentContext(): Promise<Context> {
  return contextOf(await readSession());
}

/** Whom a page greets; null when nobody is signed in. */
export async function currentSession(): Promise<SessionView | null> {
  const session = await readSession();
  if (!session) return null;
  const { login, displayName, isAdmin } = session.person;
  const { mustChangePassword, factorsReset: reset } = session;
  const factorsReset = reset && { at: reset.at.toISOString(), by: reset.by };
  const isRecent = isRecentSignIn(session.signedInAt, new Date());
  return { login, displayName, isAdmin, mustChangePassword, isRecent, needsSecondFactor: await needsSecondFactor(session), factorsReset };
}

/** Whether the session that asks lives. */
export async function isSignedIn(): Promise<boolean> {
  return (await readSession()) !== null;
}

/** For pages and their actions: a person who may go on. Sends everyone else to sign in and back, to change their password, or to set up a second factor. */
export async function requireContext(): Promise<Context> {
  const { context, session } = await requireAccount();
  if (await needsSecondFactor(session)) redirect("/account");
  return context;
}

/** For the page of one's own account, which also opens to an administrator who has yet to set up a second factor. */
export async function requireAccount(): Promise<Account> {
  const session = await readSession();
  if (!session) {
    const path = (await headers()).get(requestPathHeader) ?? "/";
    redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
  }
  if (session.mustChangePassword) redirect("/change-password");
  return { context: await contextOf(session), session };
}

/** For actions that would let somebody in later on: whoever sits down at an open browser may not. Throws Unauthenticated, or InvalidInput("form"). */
export async function requireRecentSignIn(): Promise<LiveSession> {
  const session = await readSession();
  if (!session) throw new Unauthenticated();
  if (session.mustChangePassword) redirect("/change-password");
  if (!isRecentSignIn(session.signedInAt, new Date())) throw new InvalidInput("form", t("You signed in a while ago: sign out and in again, then repeat this."));
  return session;
}

async function needsSecondFactor({ person, method }: LiveSession): Promise<boolean> {
  return person.isAdmin && !isTwoFactor(method) && (await readSettings(database())).adminsNeedSecondFactor;
}

/** The same for API routes. Throws Unauthenticated or Forbidden. */
export async function requireApiContext(): Promise<Context> {
  const session = await readSession();
  if (!session) throw new Unauthenticated();
  if (session.mustChangePassword) throw new Forbidden(t("You need to change your password first: sign in with a browser."));
  if (await needsSecondFactor(session)) throw new Forbidden(t("You need to set up a second factor first: sign in with a browser."));
  return contextOf(session);
}

/** Changes the signed-in person's password; their other sessions end. Throws Unauthenticated, or InvalidInput beside a field. */
export async function changePassword(context: Context, input: ChangePasswordInput): Promise<void> {
  const session = await readSession();
  if (!session) throw new Unauthenticated();
  await replacePassword(context, input, session);
}

async function readSession(): Promise<LiveSession | null> {
  // The cookie only: next-auth's getToken would also take a bearer token.
  const token = (await cookies()).get(sessionCookie)?.value;
  if (!token) return null;
  const sid = sidOf(await decode({ token, secret: sessionSecret() }).catch(() => null)); // not sealed by us: nobody is signed in
  return sid ? findSession(database(), sid, new Date()) : null;
}

async function contextOf(session: LiveSession | null): Promise<Context> {
  const sourceIP = (await headers()).get(clientAddressHeader);
  const actor = session ? { kind: "person" as const, person: session.person, sourceIP, sessionId: session.id } : { kind: "anonymous" as const, sourceIP };
  return { db: database(), actor, now: new Date() };
}
