import { z } from "zod";
import type { CertificateView } from "../environments/schema.ts";
import { t } from "../texts/index.ts";

/** Whose certificate Drawbridge shows: the environment's files go before the uploaded one, and that before its own CA's. */
export type CertificateOrigin = "files" | "uploaded" | "own";

/** What clients are shown now. */
export interface ServedCertificateView {
  origin: CertificateOrigin;
  leaf: CertificateView;
  /** Subjects of what is sent behind the leaf, in order. */
  chain: string[];
  /** The CA that issued files carry; null: none, since a public CA vouches for it. */
  authority: CertificateView | null;
  uploaded: UploadedCertificateView | null;
}

export interface UploadedCertificateView {
  at: string;
  by: string;
  /** Why it is not shown although it is there, as a sentence; null while nothing speaks against it. */
  fault: string | null;
}

const pemLengthMax = 64 * 1024;

export const uploadCertificateSchema = z.object({
  chain: z.string().min(1, t("Paste the certificate, with its chain.")).max(pemLengthMax, t("This is too long to be a certificate chain.")),
  key: z.string().min(1, t("Paste the private key.")).max(pemLengthMax, t("This is too long to be a private key.")),
});
export type UploadCertificateInput = z.infer<typeof uploadCertificateSchema>;
