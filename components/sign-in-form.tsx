"use client";

import { browserSupportsWebAuthn, type PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { KeyRound } from "lucide-react";
import { useEffect, useState } from "react";
import { type SecondFactor, type SignInResult, signInWithPasskey, signInWithPassword } from "#lib/auth/client.ts";
import { signInSchema } from "#lib/auth/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Button } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormState } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";

/** Asks for a challenge, or why no passkey can be used here. */
export type PasskeyOptions = () => Promise<{ options: PublicKeyCredentialRequestOptionsJSON; reason: null } | { options: null; reason: string }>;

type Step = { factors: SecondFactor[] } | null;

/** Login and password, then the second factor of those who have one; or a passkey alone. `next` is a path of our own. */
export function SignInForm({ next, passkeyOptions }: { next: string; passkeyOptions: PasskeyOptions }) {
  const [step, setStep] = useState<Step>(null);
  const [passkeyError, setPasskeyError] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const hasPasskeys = useSupportsPasskeys();
  // A whole new page: nothing of the time before the sign-in stays in memory.
  const enter = () => window.location.assign(next);

  async function withPasskey(): Promise<void> {
    setAsking(true);
    setPasskeyError(null);
    const result = await signInByPasskey(passkeyOptions);
    if (result.ok) enter();
    else setPasskeyError(result.errors.form ?? null);
    setAsking(false);
  }

  const needsCode = step?.factors.includes("totp") ?? false;
  return (
    <div className="flex flex-col gap-5">
      <Form action={signIn} onDone={(value) => (value === null ? enter() : setStep(value))}>
        <div className={step === null ? "flex flex-col gap-4" : "hidden"}>
          <Field name="login" label={t("Login")}>
            <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
          </Field>
          <Field name="password" label={t("Password")}>
            <Input type="password" autoComplete="current-password" />
          </Field>
        </div>
        {step !== null && <SecondStep needsCode={needsCode} hasPasskey={step.factors.includes("passkey")} />}
        <div className="flex flex-wrap gap-2">
          <SubmitButton>{step === null ? t("Sign in") : t("Go on")}</SubmitButton>
          {step !== null && (
            <Button tone="quiet" onClick={() => setStep(null)}>
              {t("Back")}
            </Button>
          )}
        </div>
      </Form>
      {hasPasskeys && (
        <div className="flex flex-col gap-3 border-line border-t pt-5">
          <span>
            <Button onClick={() => void withPasskey()} pending={asking}>
              <KeyRound className="size-4" aria-hidden="true" />
              {t("Use a passkey")}
            </Button>
          </span>
          {passkeyError !== null && (
            <Callout tone="bad" role="alert">
              <p>{passkeyError}</p>
            </Callout>
          )}
        </div>
      )}
    </div>
  );
}

function SecondStep({ needsCode, hasPasskey }: { needsCode: boolean; hasPasskey: boolean }) {
  const hint = needsCode
    ? t("The six digits that your authenticator app shows, or one of your recovery codes.")
    : t("One of your recovery codes, if the passkey is not at hand.");
  return (
    <>
      {hasPasskey && (
        <p className="text-ink-soft">
          {needsCode
            ? t("The password is right. Use your passkey below, or enter a code.")
            : t("The password is right. Use your passkey below, or a recovery code.")}
        </p>
      )}
      <Field name="code" label={needsCode ? t("Code") : t("Recovery code")} hint={hint}>
        <Input mono autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} autoFocus={!hasPasskey} />
      </Field>
    </>
  );
}

/** Known in the browser only. */
function useSupportsPasskeys(): boolean {
  const [supports, setSupports] = useState(false);
  useEffect(() => setSupports(browserSupportsWebAuthn()), []);
  return supports;
}

async function signInByPasskey(passkeyOptions: PasskeyOptions): Promise<SignInResult> {
  const asked = await passkeyOptions().catch(() => null);
  if (asked === null) return { ok: false, errors: { form: t("Drawbridge could not be reached. Try again.") } };
  return asked.options === null ? { ok: false, errors: { form: `${asked.reason} ${t("Or sign in with your password.")}` } } : signInWithPasskey(asked.options);
}

async function signIn(_previous: FormState<Step>, form: FormData): Promise<FormState<Step>> {
  const parsed = signInSchema.safeParse({ login: form.get("login"), password: form.get("password"), code: form.get("code") ?? "" });
  if (!parsed.success) return { ok: false, errors: Object.fromEntries(parsed.error.issues.toReversed().map((issue) => [issue.path.join("."), issue.message])) };
  const { login, password, code } = parsed.data;
  if (form.has("code") && code.trim() === "") return { ok: false, errors: { code: t("Enter the code.") } };
  return signInWithPassword(login, password, code);
}
