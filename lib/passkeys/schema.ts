import { z } from "zod";
import { t } from "../texts/index.ts";

export const passkeyNameSchema = z
  .string()
  .trim()
  .min(1, t("Give the passkey a name, for example after the device that holds it."))
  .max(60, t("At most 60 characters."))
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, t("The name has characters that cannot be shown."));

export const noPasskeysForAddress = t("Browsers have no passkeys for an IP address: open Drawbridge by its name.");

export function passkeysElsewhere(origin: string): string {
  return t("Passkeys belong to {origin}: open Drawbridge there.", { origin });
}

export interface PasskeyView {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}

/** Bytes as WebAuthn's JSON forms have them. */
const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(20_000);
const credential = { id: base64url.min(1).max(1500), rawId: base64url.min(1).max(1500), type: z.literal("public-key") };
/** Extensions are not asked for, so none is believed. */
const clientExtensionResults = z.unknown().transform(() => ({}));

/** `RegistrationResponseJSON` of WebAuthn Level 3 §5.1.8, as far as it is read. */
export const newPasskeySchema = z.object({
  ...credential,
  clientExtensionResults,
  response: z.object({ clientDataJSON: base64url, attestationObject: base64url, transports: z.array(z.string().max(20)).max(10).default([]) }),
});
export type NewPasskey = z.infer<typeof newPasskeySchema>;

/** `AuthenticationResponseJSON`, likewise. */
export const usedPasskeySchema = z.object({
  ...credential,
  clientExtensionResults,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url,
  }),
});
export type UsedPasskey = z.infer<typeof usedPasskeySchema>;
