// What the administrator's credential must be able to do for an installation, asked of the cluster itself.
import { t } from "../texts/index.ts";
import type { ClusterClient } from "./cluster-client.ts";
import { clusterNamespace, proxyRoleName, rbac } from "./cluster-objects.ts";
import { accessReviewSchema, clusterRoleSchema } from "./kubernetes-schema.ts";
import { StepFailed } from "./probe.ts";

interface Need {
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  namespace?: string;
}

const needs: readonly Need[] = [
  { verb: "create", group: "", resource: "namespaces" },
  { verb: "create", group: "", resource: "serviceaccounts", namespace: clusterNamespace },
  { verb: "create", group: "", resource: "serviceaccounts", subresource: "token", namespace: clusterNamespace },
  { verb: "create", group: rbac, resource: "roles", namespace: clusterNamespace },
  { verb: "create", group: rbac, resource: "rolebindings", namespace: clusterNamespace },
  { verb: "create", group: rbac, resource: "clusterroles" },
  { verb: "create", group: rbac, resource: "clusterrolebindings" },
  // Without these the cluster lets nobody hand out rights that they have not got.
  { verb: "escalate", group: rbac, resource: "clusterroles" },
  { verb: "bind", group: rbac, resource: "clusterroles" },
];

/** For a probe of an administrator's credential. */
export async function checkInstallRights(client: ClusterClient): Promise<string> {
  const answers = await Promise.all(needs.map((need) => isAllowed(client, need)));
  const missing = needs.filter((_need, index) => !answers[index]);
  if (missing.length === 0) return t("The credential may install Drawbridge's accounts and roles.");
  const list = missing.map(({ verb, resource, subresource }) => `${verb} ${resource}${subresource ? `/${subresource}` : ""}`).join(", ");
  throw new StepFailed(t("The credential may not: {list}. Give one that is bound to cluster-admin; it is used once and not kept.", { list }));
}

async function isAllowed(client: ClusterClient, resourceAttributes: Need): Promise<boolean> {
  const { status } = await client.send(accessReviewSchema, {
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    body: { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec: { resourceAttributes } },
    timeoutMs: 5_000,
  });
  return status.allowed;
}

/** For a probe of our own manager's credential. */
export async function checkManagerRights(client: ClusterClient): Promise<string> {
  await client.send(clusterRoleSchema, { path: `/apis/${rbac}/v1/clusterroles/${proxyRoleName}`, timeoutMs: 5_000 });
  return t("Drawbridge's accounts and roles are in place.");
}
