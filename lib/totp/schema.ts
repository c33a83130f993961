import { z } from "zod";
import { t } from "../texts/index.ts";

/** Six digits of an authenticator app, however they are grouped. */
export const totpCodeSchema = z
  .string()
  .transform((text) => text.replace(/[\s-]/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, t("Enter the six digits that the app shows.")));

/** What a person needs to bring an app to our clock and secret; shown once. */
export interface TotpSetUpView {
  /** `otpauth://totp/…` (Google Authenticator's key URI format), for a link on the same device. */
  uri: string;
  /** The secret in base32, for typing. */
  secret: string;
  /** The URI as a QR code: `modules[y][x]`, true = dark. */
  qr: boolean[][];
}
