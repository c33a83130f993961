import { z } from "zod";

/** `factor-removed`: by a passkey that its person has since removed. */
export const signInMethods = ["password", "password+totp", "password+recovery-code", "password+passkey", "passkey", "factor-removed"] as const;
export type SignInMethod = (typeof signInMethods)[number];

const methodSchema = z.enum(signInMethods);

/** Of a stored row. Throws when it says anything else. */
export function parseMethod(text: string): SignInMethod {
  return methodSchema.parse(text);
}

/** Whether a second proof was asked beside the password, or a passkey was one by itself. */
export function isTwoFactor(method: SignInMethod): boolean {
  return method !== "password" && method !== "factor-removed";
}

export interface SessionRowView {
  /** Names the session; it opens nothing. */
  id: string;
  /** The one that asks. */
  isThis: boolean;
  /** For example `Firefox on Linux`. */
  device: string;
  sourceIP: string | null;
  method: SignInMethod;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
}
