import { z } from "zod";
import { t } from "../texts/index.ts";

/** Also a part of context names in every issued file: letters, digits, single spaces, dots, dashes and underscores. */
export const environmentNameSchema = z
  .string()
  .trim()
  .min(1, t("Enter a name."))
  .max(63, t("At most 63 characters."))
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._ -]*[A-Za-z0-9])?$/, t("Use letters, digits and . _ - or spaces between them."));

/** Bytes of an uploaded kubeconfig. */
export const kubeconfigUploadBytesMax = 256 * 1024;

export const probeSteps = ["name", "dns", "tcp", "tls", "credential", "rights"] as const;
export type ProbeStep = (typeof probeSteps)[number];

export interface ProbeStepView {
  step: ProbeStep;
  state: "passed" | "failed" | "skipped";
  /** What was seen, or what is wrong and what to do. */
  detail: string;
  durationMs: number;
}

/** The certificate that a server shows, for a person to compare. */
export interface CertificateView {
  subject: string;
  issuer: string;
  names: string[];
  notBefore: string;
  notAfter: string;
  /** SHA-256 of the certificate, upper-case hex pairs with colons, as openssl prints it. */
  sha256: string;
}

export interface ProbeView {
  ok: boolean;
  steps: ProbeStepView[];
  /** Kubernetes version such as `v1.36.3`, once known. */
  version: string | null;
  /** Set when the server's certificate is not verified by a CA: the person may pin it. */
  certificate: CertificateView | null;
}

/** One context of an uploaded kubeconfig. */
export interface UploadedContextView {
  name: string;
  server: string;
  user: string;
  isCurrent: boolean;
  trust: "ca" | "public" | "unverified";
  /** Why this context cannot be used and what to do instead; null when it can. */
  refusal: string | null;
}

export const addEnvironmentSchema = z.object({
  name: environmentNameSchema,
  kubeconfig: z
    .string()
    .min(1, t("Paste or upload a kubeconfig."))
    .max(kubeconfigUploadBytesMax, t("The file is larger than 256 KiB: give one with the clusters you want to add only.")),
  context: z.string().min(1).max(1000),
  /** As in CertificateView.sha256: the certificate that the person has seen and accepts. */
  pinnedSha256: z.string().max(100).nullable(),
  /** Give the person who adds it cluster-admin there. */
  grantMe: z.boolean(),
});
export type AddEnvironmentInput = z.infer<typeof addEnvironmentSchema>;

/** The other way in: the administrator applied our manifest and pastes back what it printed. */
export const addOwnClusterSchema = addEnvironmentSchema.pick({ name: true, grantMe: true });
export type AddOwnClusterInput = z.infer<typeof addOwnClusterSchema>;

export const addFromManifestSchema = z.object({
  name: environmentNameSchema,
  printed: z.string().min(1, t("Paste what the command printed.")).max(kubeconfigUploadBytesMax),
  grantMe: z.boolean(),
});
export type AddFromManifestInput = z.infer<typeof addFromManifestSchema>;

export const updateEnvironmentSchema = z.object({ name: environmentNameSchema });
export type UpdateEnvironmentInput = z.infer<typeof updateEnvironmentSchema>;

/** What stays in the cluster of a removed environment. */
export interface LeftInClusterView {
  /** What it is, and why it stays. */
  what: string;
  /** Removes it. */
  command: string;
}

export interface HealthView {
  state: "ready" | "down" | "unknown" | "disabled";
  /** The step that failed, and the words for it. */
  step: ProbeStep | null;
  message: string | null;
  checkedAt: string | null;
  lastReachableAt: string | null;
}

export interface EnvironmentView {
  id: number;
  name: string;
  server: string;
  trust: "ca" | "public" | "pinned";
  health: HealthView;
  version: string | null;
  createdAt: string;
  credentials: { kind: "proxy" | "manager"; expiresAt: string | null }[];
  /** Whether the cluster holds what the grants ask for; null error = yes, as of `at`. */
  reconcile: { at: string | null; error: string | null };
  grantCount: number;
}

/** How to reach and verify an API server. */
export interface EnvironmentConnection {
  /** An https origin, possibly with a path (some distributions serve the API under one). */
  server: string;
  /** PEM of the CAs, or of the pinned certificate; null = public roots. */
  caData: string | null;
  /** Lower-case hex of the pinned certificate's SHA-256. */
  pinnedSha256: string | null;
  tlsServerName: string | null;
}
