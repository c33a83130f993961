import { z } from "zod";
import { namespaceName } from "../access/schema.ts";
import { expirySchema } from "../file-expiry/schema.ts";
import { t } from "../texts/index.ts";

export const kubeconfigNameSchema = z
  .string()
  .trim()
  .min(1, t("Give the file a name, for example after the machine it is for."))
  .max(60, t("At most 60 characters."))
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, t("The name has characters that cannot be shown."));

const descriptionSchema = z
  .string()
  .trim()
  .max(200, t("At most 200 characters."))
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, t("The description has characters that cannot be shown."));

export const contextNamespaceSchema = z
  .string()
  .refine((text) => namespaceName.safeParse(text).success, t("A namespace is named with lower-case letters, digits and dashes, 63 at most."));

export const kubeconfigIdSchema = z.string().min(1).max(40);

const fileChoices = {
  expiry: expirySchema,
  /** The environment whose context is current; null: the first by name. */
  currentEnvironmentId: z.number().int().positive().nullable(),
};

export const issueKubeconfigSchema = z.object({
  environmentIds: z.array(z.number().int().positive()).min(1, t("Tick at least one environment.")).max(5000),
  name: kubeconfigNameSchema,
  /** Where kubectl looks without `-n`. For an environment that is not named here it is what the person's rights suggest: see defaultNamespace. */
  namespaces: z
    .array(z.object({ environmentId: z.number().int().positive(), namespace: contextNamespaceSchema }))
    .max(5000)
    .optional(),
  ...fileChoices,
});
export type ContextNamespace = NonNullable<z.infer<typeof issueKubeconfigSchema>["namespaces"]>[number];
export type IssueKubeconfigInput = z.infer<typeof issueKubeconfigSchema>;

export const renewKubeconfigSchema = z.object({ id: kubeconfigIdSchema, ...fileChoices });
export type RenewKubeconfigInput = z.infer<typeof renewKubeconfigSchema>;

export const extendKubeconfigSchema = z.object({ id: kubeconfigIdSchema, expiry: expirySchema });
export type ExtendKubeconfigInput = z.infer<typeof extendKubeconfigSchema>;

export const updateKubeconfigSchema = z.object({ id: kubeconfigIdSchema, name: kubeconfigNameSchema, description: descriptionSchema });
export type UpdateKubeconfigInput = z.infer<typeof updateKubeconfigSchema>;

export const revokeKubeconfigsSchema = z.object({ ids: z.array(kubeconfigIdSchema).min(1, t("Tick at least one kubeconfig.")).max(1000) });

export const revokeEnvironmentSchema = z.object({ id: kubeconfigIdSchema, environmentId: z.number().int().positive() });

export const kubeconfigStates = ["active", "expiring", "stale", "expired", "revoked"] as const;

/** What the list can be sorted by instead of the newest first: a column, with `-` before it for descending. */
const kubeconfigSortColumns = ["name", "owner", "created", "expires", "used"] as const;
export type KubeconfigSortColumn = (typeof kubeconfigSortColumns)[number];
export interface KubeconfigSort {
  by: KubeconfigSortColumn;
  descending: boolean;
}

const sortSchema = z.string().transform((text, issues): KubeconfigSort => {
  const descending = text.startsWith("-");
  const by = kubeconfigSortColumns.find((column) => column === text.slice(descending ? 1 : 0));
  if (by !== undefined) return { by, descending };
  issues.addIssue({ code: "custom", message: t("There is no such column.") });
  return z.NEVER;
});

/** A filter as it stands in the page's URL; what does not parse is dropped. `before` is the id of the last row of the page before. */
export const kubeconfigFilterSchema = z.object({
  /** A login, also of someone who was deleted. */
  user: z.string().max(100).optional().catch(undefined),
  /** Id of a team: the files of its members. */
  team: z.uuid().optional().catch(undefined),
  environment: z.coerce.number().int().positive().optional().catch(undefined),
  state: z.enum(kubeconfigStates).optional().catch(undefined),
  before: kubeconfigIdSchema.optional().catch(undefined),
});
/** Stands beside the filter. Absent: the newest first. */
export const kubeconfigSortSchema = z.object({ sort: sortSchema.optional().catch(undefined) });
export type KubeconfigFilter = z.infer<typeof kubeconfigFilterSchema>;

/** Why a file ended before its time; see prisma/schema.prisma. */
export const endReasons = ["revoked", "owner-deleted", "unused", "password-reset", "maximum-lowered"] as const;
export type EndReason = (typeof endReasons)[number];

/** An environment of a file, with the end of its own token. */
export interface KubeconfigEnvironmentView {
  /** Null once the environment was removed. */
  id: number | null;
  name: string;
  expiresAt: string | null;
  revokedAt: string | null;
  state: "active" | "expired" | "revoked" | "removed";
  /** Where kubectl looks without `-n`; null: `default`, or unknown of a file of before it was kept. */
  namespace: string | null;
  /** The longest life of a token there; null: the instance's maximum alone. */
  expiryMaxSeconds: number | null;
}

export interface KubeconfigView {
  id: string;
  name: string;
  /** Empty: none. */
  description: string;
  /** `id` is null once the owner was deleted. The files of someone who is disabled are refused. */
  owner: { id: string | null; login: string; disabled: boolean };
  environments: KubeconfigEnvironmentView[];
  createdAt: string;
  renewedAt: string | null;
  /** Of the longest-lived token. */
  expiresAt: string | null;
  revokedAt: string | null;
  endReason: EndReason | null;
  /** Until when tokens that a renewal has replaced still work; null when none does. */
  replacedUntil: string | null;
  lastUsedAt: string | null;
  lastUsedAddress: string | null;
  lastUsedClient: string | null;
  state: "active" | "expired" | "revoked";
}

/** What Home has to know of a file that works: whether it ends soon, and what it is for. */
export interface LiveKubeconfigView extends Pick<KubeconfigView, "id" | "name" | "createdAt" | "renewedAt" | "expiresAt"> {
  /** Its environments, as `choiceText` writes them. */
  choice: string;
}

export interface KubeconfigPage {
  kubeconfigs: KubeconfigView[];
  /** Value of `before` for the next page; null on the last. */
  next: string | null;
}

/** How a file reaches one environment: what the page needs to try it. */
const issuedEntrySchema = z.object({
  environmentName: z.string(),
  contextName: z.string(),
  /** The environment's URL with us; no slash at its end. */
  server: z.url(),
  token: z.string(),
});
export type IssuedEntry = z.infer<typeof issuedEntrySchema>;

/** What the dialog is answered. Like the file it holds tokens, and is nowhere else. */
export const issuedFileSchema = z.object({
  /** For Content-Disposition; ASCII. */
  fileName: z.string(),
  content: z.string(),
  /** ISO 8601; null: never. */
  expiresAt: z.string().nullable(),
  /** In the order of their names. */
  entries: z.array(issuedEntrySchema),
});
export type IssuedFile = z.infer<typeof issuedFileSchema>;

/** The only answer that ever holds tokens. */
export interface IssuedKubeconfig extends IssuedFile {
  kubeconfig: KubeconfigView;
}

/** What a file is called unless the person says otherwise. */
export function defaultKubeconfigName(now: Date): string {
  return `kubeconfig ${now.toISOString().slice(0, 10)}`;
}

/**
 * The default namespace for someone with these rights in one environment (null = all namespaces): a person who may act in listed
 * namespaces only would have their first `kubectl get pods` refused in `default`.
 */
export function defaultNamespace(rights: readonly (readonly string[] | null)[]): string | null {
  const listed = rights.flatMap((namespaces) => namespaces ?? []);
  if (rights.includes(null) || listed.includes("default")) return null;
  return listed.toSorted()[0] ?? null;
}
