// Questions to a cluster in a person's name, by the credential that carries their requests.
import { z } from "zod";
import type { Identity } from "../access/index.ts";
import { type ClusterClient, type PolicyRule, rulesReviewSchema } from "../environments/index.ts";
import type { RightAnswerView, RightQuestion } from "./schema.ts";

const reviewSchema = z.object({ status: z.object({ allowed: z.boolean(), reason: z.string().default("") }) });
const group = "authorization.k8s.io";

/** Everything that the person may do in a namespace. Throws ClusterRefusal or ClusterUnreachable. */
export async function askRules(proxy: ClusterClient, identity: Identity, namespace: string): Promise<{ rules: PolicyRule[]; incomplete: boolean }> {
  const { status } = await proxy.send(rulesReviewSchema, review(identity, "SelfSubjectRulesReview", { namespace }));
  return { rules: status.resourceRules ?? [], incomplete: status.incomplete };
}

/** Whether the person may do one thing, and why. Throws ClusterRefusal or ClusterUnreachable. */
export async function askRight(proxy: ClusterClient, identity: Identity, { verb, resource, name, namespace }: RightQuestion & { namespace: string }) {
  const resourceAttributes = { verb, ...attributesOf(resource), namespace, ...(name === undefined ? {} : { name }) };
  const { status } = await proxy.send(reviewSchema, review(identity, "SelfSubjectAccessReview", { resourceAttributes }));
  const what = `${verb} ${resource}${name === undefined ? "" : ` ${name}`} in ${namespace}`;
  return { what, allowed: status.allowed, reason: status.reason.replace(/\p{C}+/gu, " ").slice(0, 500) } satisfies RightAnswerView;
}

/** `deployments.apps/scale` → resource, group and subresource. */
export function attributesOf(text: string): { resource: string; group: string; subresource?: string } {
  const [main = "", ...sub] = text.split("/");
  const [resource = "", ...labels] = main.split(".");
  return { resource, group: labels.join("."), ...(sub.length === 0 ? {} : { subresource: sub.join("/") }) };
}

function review(identity: Identity, kind: string, spec: object) {
  return {
    method: "POST" as const,
    path: `/apis/${group}/v1/${kind.toLowerCase()}s`,
    headers: impersonation(identity),
    body: { apiVersion: `${group}/v1`, kind, spec },
    timeoutMs: 5_000,
  };
}

/** The same as the relay sends: server/proxy/upstream-headers.ts. */
function impersonation({ username, uid, groups, extra }: Identity): Record<string, string | string[]> {
  const extras = Object.entries(extra).map(([key, values]) => [`Impersonate-Extra-${encodeURIComponent(key.toLowerCase())}`, values.map(bytes)]);
  return {
    "Impersonate-User": bytes(username),
    "Impersonate-Uid": bytes(uid),
    ...(groups.length === 0 ? {} : { "Impersonate-Group": groups.map(bytes) }),
    ...Object.fromEntries(extras),
  };
}

/** Headers are bytes, one a character; Kubernetes reads them as UTF-8. */
function bytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
