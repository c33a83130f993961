import { z } from "zod";
import type { Labels } from "../environment-settings/schema.ts";
import type { HealthView } from "../environments/schema.ts";
import { t } from "../texts/index.ts";

export const namespaceName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, "is not a namespace name: lower-case letters, digits and dashes");

export const createGrantSchema = z.object({
  subject: z.discriminatedUnion("kind", [z.object({ kind: z.literal("user"), id: z.uuid() }), z.object({ kind: z.literal("team"), id: z.uuid() })]),
  environmentId: z.coerce.number().int().positive(),
  clusterRole: z
    .string()
    .min(1, t("Choose a role."))
    .max(253)
    .regex(/^[^\s/%:\p{C}](?:[^\s/%\p{C}]*[^\s/%:\p{C}])?$/u, t("That is not the name of a ClusterRole.")),
  /** Null: all namespaces. */
  namespaces: z.array(namespaceName).min(1, t("Name at least one namespace, or choose all.")).max(200).nullable(),
});
export type CreateGrantInput = z.infer<typeof createGrantSchema>;

/** What can be changed of a grant; whose it is and where are another grant. */
export const updateGrantSchema = createGrantSchema.pick({ clusterRole: true, namespaces: true });
export type UpdateGrantInput = z.infer<typeof updateGrantSchema>;

/** What is asked of the list of grants, as it stands in a URL. What is absent or unfit is not asked. */
export const grantFilterSchema = z.object({
  /** Id of a user: their own grants and those of their teams. */
  person: z.uuid().optional().catch(undefined),
  team: z.uuid().optional().catch(undefined),
  environment: z.coerce.number().int().positive().optional().catch(undefined),
  role: z.string().min(1).max(253).optional().catch(undefined),
});
export type GrantFilter = z.infer<typeof grantFilterSchema>;

/** A role for a group, in one namespace or (null) in all. */
export interface GroupBindingView {
  group: string;
  clusterRole: string;
  namespace: string | null;
}

export interface GrantView {
  id: string;
  subject: { kind: "user" | "team"; id: string; name: string };
  environment: { id: number; name: string };
  clusterRole: string;
  namespaces: string[] | null;
  /**
   * `applied`: the cluster has it. `applying`: on its way, tried again until it is there. `refused`: the cluster said no, in `message`.
   * `unbound`: the environment brings its own RBAC, and no binding there names the groups of `unbound` yet.
   */
  state: "applied" | "applying" | "refused" | "unbound";
  message: string | null;
  unbound: GroupBindingView[];
  createdAt: string;
  createdBy: string;
}

/** An environment and the ClusterRoles that may be granted there. */
export interface GrantChoiceView {
  id: number;
  name: string;
  clusterRoles: string[];
}

export interface RightView {
  clusterRole: string;
  /** Null: all. */
  namespaces: string[] | null;
}

/** A row of Home. */
export interface ReachableEnvironmentView {
  id: number;
  name: string;
  labels: Labels;
  health: HealthView;
  version: string | null;
  rights: RightView[];
  /** Some of the rights are not yet in the cluster. */
  applying: boolean;
  /** Of the person's own files. */
  lastUsedAt: string | null;
  newestKubeconfig: { id: string; name: string; expiresAt: string | null } | null;
  /** The longest life of a token there; null: the instance's maximum alone. */
  expiryMaxSeconds: number | null;
}

/** What changed on Home by itself: the newest answers of clusters. */
export interface HealthChangesView {
  /** Ask for what came since, next time. */
  at: string;
  /** When it has moved, something else may have changed too: grants, names, files. */
  revision: number;
  environments: Pick<ReachableEnvironmentView, "id" | "version" | "health">[];
}
