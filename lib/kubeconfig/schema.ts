import { z } from "zod";

export const kubeconfigNameSchema = z
  .string()
  .trim()
  .min(1, "Give the file a name, for example after the machine it is for.")
  .max(60, "At most 60 characters.")
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, "The name has characters that cannot be shown.");

export const issueKubeconfigSchema = z.object({
  environmentIds: z.array(z.number().int().positive()).min(1, "Tick at least one environment.").max(5000),
  name: kubeconfigNameSchema,
  /** Null: never expires, where an administrator allows it. */
  expirySeconds: z.number().int().min(60, "At least one minute.").nullable(),
  /** The environment whose context is current; null: the first by name. */
  currentEnvironmentId: z.number().int().positive().nullable(),
});
export type IssueKubeconfigInput = z.infer<typeof issueKubeconfigSchema>;

export interface KubeconfigView {
  id: string;
  name: string;
  owner: { id: string; login: string };
  environments: { id: number | null; name: string }[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  lastUsedAddress: string | null;
  lastUsedClient: string | null;
  state: "active" | "expired" | "revoked";
}

/** The only answer that ever holds tokens. */
export interface IssuedKubeconfig {
  kubeconfig: KubeconfigView;
  /** For Content-Disposition; ASCII. */
  fileName: string;
  content: string;
}

/** What a file is called unless the person says otherwise. */
export function defaultKubeconfigName(now: Date): string {
  return `kubeconfig ${now.toISOString().slice(0, 10)}`;
}
