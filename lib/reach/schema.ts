import { z } from "zod";
import { type GrantView, namespaceName } from "../access/schema.ts";

/** Who can reach what, and why: one line for each grant that gives it and each person who has it. */
export interface ReachView {
  person: { id: string; login: string; displayName: string; disabled: boolean };
  environment: { id: number; name: string };
  clusterRole: string;
  /** Null: all. */
  namespaces: string[] | null;
  /** The team whose grant it is; null for a grant of the person's own. */
  team: { id: string; name: string } | null;
  /** As of the grant; `applying` also while the cluster has not yet listed the person. */
  state: GrantView["state"];
  /** The cluster's own words, when it refused. */
  message: string | null;
  /** Files of the person that work in this environment now. */
  liveFiles: number;
}

/** What is asked of a preview, as it stands in a URL. */
export const previewRequestSchema = z.object({
  person: z.uuid(),
  environment: z.coerce.number().int().positive(),
  namespace: namespaceName.catch("default"),
});
export type PreviewRequest = z.infer<typeof previewRequestSchema>;

const word = z.string().trim().min(1).max(253);
/** "May alice delete pods?": `resource` as kubectl takes it, such as `pods/exec` or `deployments.apps`. */
export const rightQuestionSchema = z.object({ verb: word, resource: word, name: word.optional().catch(undefined) });
export type RightQuestion = z.infer<typeof rightQuestionSchema>;

/** Some verbs on a resource, or on some objects of it. */
export interface RuleRowView {
  /** With group and subresource as kubectl writes them: `deployments.apps`, `pods/exec`, `*.*`; a path such as `/healthz` otherwise. */
  resource: string;
  /** Of the objects it is limited to; empty: all. */
  names: string[];
  verbs: string[];
  /** Those of the verbs that no grant gives: the cluster's own bindings add them. */
  beyond: string[];
}

export interface RightAnswerView {
  what: string;
  allowed: boolean;
  /** The cluster's own words for why; empty when it gives none. */
  reason: string;
}

/** A binding of the cluster's own that names the person, one of their groups, or everyone. */
export interface ClusterBindingView {
  kind: "ClusterRoleBinding" | "RoleBinding";
  name: string;
  namespace: string | null;
  /** Kind and name. */
  role: string;
  /** The subjects through which it reaches the person. */
  through: string[];
}

export interface PreviewView {
  /** As whom the cluster is asked; null when the person has no grant there, and so is nobody there. */
  identity: { username: string; groups: string[] } | null;
  rules: RuleRowView[];
  /** An authorizer of the cluster does not list its rules: there may be more. The answers are right all the same. */
  incomplete: boolean;
  answers: RightAnswerView[];
  bindings: ClusterBindingView[];
  /** Why the cluster could not be asked, or not all, and in which step. */
  fault: { step: string; message: string } | null;
}

export interface ClusterBindingsView {
  bindings: ClusterBindingView[];
  /** Why the cluster could not be asked; null when it was. */
  fault: string | null;
}
