// Who asks, read from the request that Next is answering.
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import type { Context } from "../context.ts";
import { database } from "../db.ts";
import { Forbidden, InvalidInput, Unauthenticated } from "../errors.ts";
import { sessionCookie, sessionSecret, sidOf } from "./options.ts";
import { replacePassword } from "./replace-password.ts";
import type { ChangePasswordInput, SessionView } from "./schema.ts";
import { clientAddressHeader, requestPathHeader } from "./server-headers.ts";
import { findSession, type LiveSession } from "./sessions.ts";

/** Who asks: the signed-in person, also one who must change their password first, or anonymous. The session is looked up at each call. */
export async function currentContext(): Promise<Context> {
  return contextOf(await readSession());
}

/** Whom a page greets; null when nobody is signed in. */
export async function currentSession(): Promise<SessionView | null> {
  const session = await readSession();
  if (!session) return null;
  const { login, displayName, isAdmin } = session.person;
  return { login, displayName, isAdmin, mustChangePassword: session.mustChangePassword };
}

/** For pages and their actions: a person who may go on. Sends everyone else to sign in and back, or to change their password. */
export async function requireContext(): Promise<Context> {
  const session = await readSession();
  if (!session) {
    const path = (await headers()).get(requestPathHeader) ?? "/";
    redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
  }
  if (session.mustChangePassword) redirect("/change-password");
  return contextOf(session);
}

/** The same for API routes. Throws Unauthenticated or Forbidden. */
export async function requireApiContext(): Promise<Context> {
  const session = await readSession();
  if (!session) throw new Unauthenticated();
  if (session.mustChangePassword) throw new Forbidden("to change your password first: sign in with a browser");
  return contextOf(session);
}

/** Changes the signed-in person's password; their other sessions end. Throws InvalidInput beside "current" or "next". */
export async function changePassword(context: Context, input: ChangePasswordInput): Promise<void> {
  const session = await readSession();
  if (!session) throw new InvalidInput("form", "Your session has ended. Sign in again.");
  await replacePassword(context, input, session.id);
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
  const actor = session ? { kind: "person" as const, person: session.person, sourceIP } : { kind: "anonymous" as const, sourceIP };
  return { db: database(), actor, now: new Date() };
}
