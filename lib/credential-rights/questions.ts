// What a thief would try first, asked of the cluster itself.
import { accessReviewSchema, type ClusterClient, clusterNamespace } from "../environments/index.ts";
import { t } from "../texts/index.ts";
import type { CredentialAnswerView } from "./schema.ts";

interface Question extends Pick<CredentialAnswerView, "what" | "why"> {
  resourceAttributes: { verb: string; group?: string; resource: string; subresource?: string; namespace?: string; name?: string };
}

const rbac = "rbac.authorization.k8s.io";

const questions = (): Question[] => [
  { what: t("Read Secrets anywhere"), why: t("They hold other credentials."), resourceAttributes: { verb: "get", resource: "secrets" } },
  { what: t("Read anything at all"), why: t("Neither needs to."), resourceAttributes: { verb: "get", group: "*", resource: "*" } },
  {
    what: t("Run commands in pods"),
    why: t("A shell is as good as the pod’s own rights."),
    resourceAttributes: { verb: "create", resource: "pods", subresource: "exec" },
  },
  { what: t("Make pods"), why: t("A pod can be given any account of its namespace."), resourceAttributes: { verb: "create", resource: "pods" } },
  { what: t("Act as anyone it likes"), why: t("Proxy may act as listed people only."), resourceAttributes: { verb: "impersonate", resource: "users" } },
  {
    what: t("Act as system:masters"),
    why: t("That group may do everything."),
    resourceAttributes: { verb: "impersonate", resource: "groups", name: "system:masters" },
  },
  {
    what: t("Give any ClusterRole to anyone"),
    why: t("Manager makes the bindings of grants, so it could become cluster-admin."),
    resourceAttributes: { verb: "bind", group: rbac, resource: "clusterroles" },
  },
  {
    what: t("Change any ClusterRole"),
    why: t("Manager may change the list of Drawbridge only."),
    resourceAttributes: { verb: "update", group: rbac, resource: "clusterroles" },
  },
  {
    what: t("Make tokens of Drawbridge’s own accounts"),
    why: t("Manager renews both."),
    resourceAttributes: { verb: "create", resource: "serviceaccounts", subresource: "token", namespace: clusterNamespace, name: "proxy" },
  },
  {
    what: t("Make tokens of other accounts"),
    why: t("Each would be a way to that account’s rights."),
    resourceAttributes: { verb: "create", resource: "serviceaccounts", subresource: "token", namespace: "kube-system" },
  },
];

/** The cluster's answers to `client`'s own credential. Throws ClusterRefusal or ClusterUnreachable. */
export async function askQuestions(client: ClusterClient): Promise<CredentialAnswerView[]> {
  return Promise.all(
    questions().map(async ({ what, why, resourceAttributes }) => {
      const { status } = await client.send(accessReviewSchema, {
        method: "POST",
        path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        body: { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec: { resourceAttributes } },
        timeoutMs: 5_000,
      });
      return { what, why, allowed: status.allowed };
    }),
  );
}
