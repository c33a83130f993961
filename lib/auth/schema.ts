import { z } from "zod";
import { usedPasskeySchema } from "../passkeys/schema.ts";
import type { FactorsReset } from "../second-factors/schema.ts";
import { t } from "../texts/index.ts";
import { passwordSchema } from "../users/schema.ts";

export const signInSchema = z.object({
  login: z.string().trim().toLowerCase().min(1, t("Enter your login.")).max(200),
  password: z.string().min(1, t("Enter your password.")).max(200),
  /** Of an authenticator app, or a recovery code; empty until it is asked for. */
  code: z.string().max(60).default(""),
});
export type SignInInput = z.infer<typeof signInSchema>;

/** A sign-in by a passkey alone. */
export const passkeySignInSchema = z.object({ passkey: z.string().max(30_000).transform(parseJson).pipe(usedPasskeySchema) });

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "is no JSON" });
    return z.NEVER;
  }
}

export const changePasswordSchema = z.object({
  current: z.string().min(1, t("Enter your present password.")).max(200),
  next: passwordSchema,
  /** Whoever knew the old password may have made some of them. */
  endsFiles: z.boolean(),
  /** Whoever knew it may have added one; where there is none, it is nothing. */
  removesFactors: z.boolean(),
});
export type ChangePasswordInput = z.infer<typeof changePasswordSchema>;

/** Who is signed in, as pages see it. */
export interface SessionView {
  login: string;
  displayName: string;
  isAdmin: boolean;
  mustChangePassword: boolean;
  /** They signed in so lately that they may change what lets people in. */
  isRecent: boolean;
  /** An administrator who may do nothing before they have a second factor, or have used it. */
  needsSecondFactor: boolean;
  /** Somebody else took the person's second factors away, and they have not said yet that they know. */
  factorsReset: FactorsReset | null;
}

/** A sign-in older than this is no proof for what would let somebody else in: a new factor, a new administrator. */
const recentSignInMs = 15 * 60 * 1000;

export function isRecentSignIn(signedInAt: Date, now: Date): boolean {
  return now.getTime() - signedInAt.getTime() <= recentSignInMs;
}
