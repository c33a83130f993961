import { z } from "zod";
import type { HealthView } from "../environments/schema.ts";

const namespaceName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, "is not a namespace name: lower-case letters, digits and dashes");

export const createGrantSchema = z.object({
  subject: z.discriminatedUnion("kind", [z.object({ kind: z.literal("user"), id: z.uuid() }), z.object({ kind: z.literal("team"), id: z.uuid() })]),
  environmentId: z.coerce.number().int().positive(),
  clusterRole: z
    .string()
    .min(1, "Choose a role.")
    .max(253)
    .regex(/^[^\s/%:\p{C}](?:[^\s/%\p{C}]*[^\s/%:\p{C}])?$/u, "That is not the name of a ClusterRole."),
  /** Null: all namespaces. */
  namespaces: z.array(namespaceName).min(1, "Name at least one namespace, or choose all.").max(200).nullable(),
});
export type CreateGrantInput = z.infer<typeof createGrantSchema>;

export interface GrantView {
  id: string;
  subject: { kind: "user" | "team"; id: string; name: string };
  environment: { id: number; name: string };
  clusterRole: string;
  namespaces: string[] | null;
  /** `applied`: the cluster has it. `applying`: on its way, tried again until it is there. `refused`: the cluster said no, in `message`. */
  state: "applied" | "applying" | "refused";
  message: string | null;
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
  health: HealthView;
  version: string | null;
  rights: RightView[];
  /** Some of the rights are not yet in the cluster. */
  applying: boolean;
  /** Of the person's own files. */
  lastUsedAt: string | null;
  newestKubeconfig: { id: string; name: string; expiresAt: string | null } | null;
}
