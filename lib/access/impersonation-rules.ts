// The rules of *proxy*: whom it may be, and, where the cluster has constrained impersonation (KEP-5284), doing what. Pure.
import type { PolicyRule } from "../environments/index.ts";
import { kubeconfigExtraKey } from "./policy.ts";

export interface ImpersonationBounds {
  users: readonly string[];
  groups: readonly string[];
  /** Null: the cluster knows the old verb `impersonate` only. Otherwise what may be done in somebody's name. */
  constrainedTo: readonly PolicyRule[] | null;
}

const authentication = "authentication.k8s.io";

/**
 * What *proxy* may do: be exactly these people in exactly these groups. A rule whose list of names is empty would mean every name, so
 * such a rule is not there at all, and without people there is no rule. Never both forms: the old verb beside the new ones would undo them.
 */
export function impersonationRules({ users, groups, constrainedTo }: ImpersonationBounds): PolicyRule[] {
  if (users.length === 0) return [];
  const verbs = [constrainedTo === null ? "impersonate" : "impersonate:user-info"];
  const apiGroups = [constrainedTo === null ? "" : authentication];
  return [
    { apiGroups, resources: ["users"], resourceNames: [...users].sort(), verbs },
    ...(groups.length === 0 ? [] : [{ apiGroups, resources: ["groups"], resourceNames: [...groups].sort(), verbs }]),
    { apiGroups: [authentication], resources: ["uids", `userextras/${kubeconfigExtraKey}`], verbs },
    ...(constrainedTo ?? []),
  ];
}

/** Every verb that an API server makes of a request to a resource; empty for a method that it has no verb for, such as OPTIONS. */
const resourceVerbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "proxy", ""];
/** Of requests to other paths: the method itself. */
const pathVerbs = ["get", "head", "post", "put", "patch", "delete", "options"];

function doing(verbs: readonly string[]): string[] {
  return verbs.map((verb) => `impersonate-on:user-info:${verb}`);
}

/** Whatever the person may do. */
export const everything: readonly PolicyRule[] = [
  { apiGroups: ["*"], resources: ["*"], verbs: doing(resourceVerbs) },
  { nonResourceURLs: ["*"], verbs: doing(pathVerbs) },
];

/** An API group and its resources that can be read, without subresources. */
export interface ReadableGroup {
  apiGroup: string;
  resources: readonly string[];
}

/**
 * Reading, and asking about oneself. Resources are named one by one: `*` would take in subresources, and a GET of `pods/exec` is a shell.
 */
export function readingOnly(groups: readonly ReadableGroup[]): PolicyRule[] {
  const reading = doing(["get", "list", "watch"]);
  const asking = doing(["create"]);
  return [
    ...groups.map(({ apiGroup, resources }) => ({
      apiGroups: [apiGroup],
      resources: [...resources, "*/status", "*/scale", ...(apiGroup === "" ? ["pods/log"] : [])],
      verbs: reading,
    })),
    { apiGroups: ["authorization.k8s.io"], resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"], verbs: asking },
    { apiGroups: [authentication], resources: ["selfsubjectreviews"], verbs: asking },
    { nonResourceURLs: ["*"], verbs: doing(["get", "head"]) },
  ];
}
