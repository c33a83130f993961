// What a request is called in metrics. Each distinct value is a time series that Prometheus keeps for weeks, and path, method and code
// come from outside: so the values are of fixed sets, or names that a cluster has shown to be its own.
import type { RequestInfo } from "../proxy/request-info.ts";

export const otherLabel = "other";

const verbs = new Set(["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "connect", "head", "post", "put", "options"]);
const connecting = new Set(["exec", "attach", "portforward", "proxy"]);

/**
 * The verb as Kubernetes' own metrics have it (k8s.io/apiserver/pkg/endpoints/metrics): whatever speaks with a container or an
 * application is `connect`, by whichever method its protocol opens it.
 */
export function verbLabel({ verb, subresource }: RequestInfo): string {
  if (verb === "proxy" || (subresource !== null && connecting.has(subresource))) return "connect";
  return verbs.has(verb) ? verb : otherLabel;
}

/** `pods`, `pods/exec`; empty for what is no resource, such as discovery. */
export function resourceLabel({ resource, subresource }: RequestInfo): string {
  if (resource === null) return "";
  return subresource === null ? resource : `${resource}/${subresource}`;
}

/** Served by every cluster: refusals that name them are told apart from the first one on. */
export const builtInResources: readonly string[] = [
  ...["bindings", "componentstatuses", "configmaps", "endpoints", "events", "limitranges", "namespaces", "nodes", "persistentvolumeclaims"],
  ...["persistentvolumes", "pods", "pods/attach", "pods/eviction", "pods/exec", "pods/log", "pods/portforward", "pods/proxy", "pods/status"],
  ...["podtemplates", "replicationcontrollers", "resourcequotas", "secrets", "serviceaccounts", "serviceaccounts/token", "services", "services/proxy"],
  ...["nodes/proxy", "controllerrevisions", "daemonsets", "deployments", "deployments/scale", "replicasets", "statefulsets", "statefulsets/scale"],
  ...["horizontalpodautoscalers", "cronjobs", "jobs", "certificatesigningrequests", "leases", "endpointslices", "ingresses", "ingressclasses"],
  ...["networkpolicies", "poddisruptionbudgets", "clusterroles", "clusterrolebindings", "roles", "rolebindings", "priorityclasses", "storageclasses"],
  ...["volumeattachments", "csidrivers", "csinodes", "customresourcedefinitions", "apiservices", "mutatingwebhookconfigurations"],
  ...["validatingwebhookconfigurations", "selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews", "subjectaccessreviews", "tokenreviews"],
];

/** A name that the API could have: RFC 1123, with at most one subresource. */
export const resourceName = /^[a-z0-9][a-z0-9.-]{0,62}(?:\/[a-z0-9]{1,30})?$/;

const tellingCodes = new Set([
  ...[0, 101, 200, 201, 202, 204, 206, 301, 302, 304, 307, 308],
  ...[400, 401, 403, 404, 405, 406, 408, 409, 410, 413, 415, 422, 429, 431, 500, 501, 502, 503, 504],
]);
const codeLabels = Array.from({ length: 600 }, (_, code) => (tellingCodes.has(code) ? String(code) : `${Math.floor(code / 100)}xx`));

/** The code itself where an API server or we answer with it; its class for whatever else an application behind a `proxy` subresource says. */
export function codeLabel(code: number): string {
  return codeLabels[code] ?? otherLabel;
}
