"use client";

import { signOut as endSession, signIn } from "next-auth/react";

export type SignInResult = { ok: true; value: null } | { ok: false; errors: Record<string, string> };

/** Signs in; on success the browser has its cookie and the page may go on. Else sentences to show, by field. */
export async function signInWithPassword(login: string, password: string): Promise<SignInResult> {
  const answer = await signIn("credentials", { redirect: false, login, password }).catch(() => null);
  if (answer?.ok && !answer.error) return { ok: true, value: null };
  return { ok: false, errors: { form: sentenceFor(answer?.error ?? null) } };
}

/** Signs out and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  await endSession({ callbackUrl: "/sign-in" });
}

function sentenceFor(code: string | null): string {
  if (code === "CredentialsSignin") return "The login or the password is wrong.";
  const wait = /^wait:(\d+)$/.exec(code ?? "")?.[1];
  if (wait) return `Too many wrong tries: wait ${wait} seconds.`;
  if (code === "busy") return "Too many people are signing in at this moment. Try again in a few seconds.";
  return "Drawbridge could not be reached, or failed. Try again; its log tells the operator why.";
}
