"use client";

import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { t } from "../texts/index.ts";

// Loaded when somebody signs in or out: every page has the button for the latter.
const nextAuth = () => import("next-auth/react");
const webAuthn = () => import("@simplewebauthn/browser");

export type SecondFactor = "totp" | "passkey";
/** `factors`: the password is right, and one of these is needed beside it. */
export type SignInResult = { ok: true; value: { factors: SecondFactor[] } | null } | { ok: false; errors: Record<string, string> };

/** Signs in; on success the browser has its cookie and the page may go on. Else sentences to show, by field. `code` is empty until it is asked for. */
export async function signInWithPassword(login: string, password: string, code = ""): Promise<SignInResult> {
  const answer = await answerTo({ login, password, code });
  if (answer?.ok && !answer.error) return { ok: true, value: null };
  const [, wrong, factors] = /^(wrong-)?code:([a-z,]+)$/.exec(answer?.error ?? "") ?? [];
  if (factors === undefined) return { ok: false, errors: { form: sentenceFor(answer?.error ?? null) } };
  if (wrong !== undefined) return { ok: false, errors: { code: t("That is not the code, or it was used already. Wait for the next one.") } };
  return { ok: true, value: { factors: factors.split(",").filter((factor) => factor === "totp" || factor === "passkey") } };
}

/** Signs in by a passkey alone, with what the device answered to `options` of startPasskeySignIn. */
export async function signInWithPasskey(options: PublicKeyCredentialRequestOptionsJSON): Promise<SignInResult> {
  const passkey = await webAuthn()
    .then(({ startAuthentication }) => startAuthentication({ optionsJSON: options }))
    .catch(() => null);
  if (!passkey)
    return {
      ok: false,
      errors: {
        form: t("No passkey was given. One works only at the address where it was added; this is {host}. Try again, or sign in with your password.", {
          host: options.rpId ?? "",
        }),
      },
    };
  const answer = await answerTo({ passkey: JSON.stringify(passkey) });
  if (answer?.ok && !answer.error) return { ok: true, value: null };
  const isUnknown = answer?.error === "CredentialsSignin";
  return { ok: false, errors: { form: isUnknown ? t("This passkey opens nothing here: sign in with your password.") : sentenceFor(answer?.error ?? null) } };
}

/** Signs out and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  const { signOut: endSession } = await nextAuth();
  await endSession({ callbackUrl: "/sign-in" });
}

/** Null: none came. */
async function answerTo(credentials: Record<string, string>) {
  return nextAuth()
    .then(({ signIn }) => signIn("credentials", { redirect: false, ...credentials }))
    .catch(() => null);
}

function sentenceFor(code: string | null): string {
  if (code === "CredentialsSignin") return t("The login or the password is wrong.");
  const wait = /^wait:(\d+)$/.exec(code ?? "")?.[1];
  if (wait) return t("Too many wrong tries: wait {wait} seconds.", { wait });
  if (code === "busy") return t("Too many people are signing in at this moment. Try again in a few seconds.");
  return t("Drawbridge could not be reached, or failed. Try again; its log tells the operator why.");
}
