// Who may only look connects to nothing. exec, attach, port-forward and the proxies of pods, services and nodes are asked for by GET as
// well, as every WebSocket begins with one, and before 1.35 an API server then asks for the right to `get` them, which roles made for
// looking may hold. Where the environment says so (`connectAsCreate`), the cluster is asked for the right to `create` first.
// https://github.com/kubernetes/kubernetes/issues/78741
import { z } from "zod";
import type { Identity } from "#lib/access/index.ts";
import { askCluster } from "./ask-cluster.ts";
import type { RequestInfo } from "./request-info.ts";
import { ProxyError } from "./status.ts";
import type { Upstream } from "./upstream.ts";

/** What RBAC is asked: verb `create` on it. */
export interface ConnectTarget {
  resource: string;
  subresource: string;
  namespace: string | null;
  name: string | null;
}

const connecting: Record<string, ReadonlySet<string>> = {
  pods: new Set(["exec", "attach", "portforward", "proxy"]),
  services: new Set(["proxy"]),
  nodes: new Set(["proxy"]),
};
/** For these the API server asks for the right to create, update, patch or delete by itself, and no role for looking has one. */
const writing = new Set(["create", "update", "patch", "delete", "deletecollection"]);

/** What a request connects to by a method that passes for reading; null for every other request. */
export function connectTarget({ verb, apiGroup, resource, subresource, namespace, name, application }: RequestInfo): ConnectTarget | null {
  if (apiGroup !== "" || resource === null || writing.has(verb)) return null;
  // The old form /api/v1/proxy/… names no subresource.
  const connected = subresource ?? (application ? "proxy" : "");
  return connecting[resource]?.has(connected) ? { resource, subresource: connected, namespace, name } : null;
}

export interface ConnectRequest {
  target: ConnectTarget;
  identity: Identity;
  upstream: Upstream;
  /** As in Forwarding. */
  renewUpstream(): Promise<Upstream | null>;
}

export interface ConnectRights {
  /** Throws ProxyError 403 when the cluster does not let the identity create it, and another when it cannot be asked. */
  require(request: ConnectRequest): Promise<void>;
}

/**
 * How long a yes holds. The cluster's administrators may take a right at any moment, and nobody tells us; ten seconds are enough for the
 * many requests of a page behind a proxy, or of a burst of port-forwards, to cost one question. A no is asked again each time: it costs the
 * cluster what the request itself would have, and a right that was just given counts at once.
 */
const holdsMs = 10_000;
/** For one identity; beyond it the oldest is forgotten. */
const keptMax = 200;

interface Kept {
  until: number;
  answer: Promise<void>;
}

/** `now` in milliseconds of a clock that only goes forward. */
export function createConnectRights(now: () => number = () => performance.now()): ConnectRights {
  /** An identity is an object of one snapshot, so every change in Drawbridge starts afresh. */
  const kept = new WeakMap<Identity, Map<string, Kept>>();
  return {
    require(request) {
      const { identity, target } = request;
      const ofIdentity = kept.get(identity) ?? new Map<string, Kept>();
      kept.set(identity, ofIdentity);
      const key = JSON.stringify([target.resource, target.subresource, target.namespace, target.name]);
      const known = ofIdentity.get(key);
      if (known && known.until > now()) return known.answer;
      const answer = ask(request);
      ofIdentity.delete(key);
      // While it is under way it is shared; its time begins with the question, as the answer may be as old as that.
      ofIdentity.set(key, { until: now() + holdsMs, answer });
      const [oldest] = ofIdentity.keys();
      if (ofIdentity.size > keptMax && oldest !== undefined) ofIdentity.delete(oldest);
      answer.catch(() => {
        if (ofIdentity.get(key)?.answer === answer) ofIdentity.delete(key);
      });
      return answer;
    },
  };
}

const reviewSchema = z.object({ status: z.object({ allowed: z.boolean() }) });
const reviewPath = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

async function ask({ target, identity, upstream, renewUpstream }: ConnectRequest): Promise<void> {
  const { namespace, name, resource, subresource } = target;
  const resourceAttributes = { verb: "create", group: "", resource, subresource, namespace: namespace ?? "", name: name ?? "" };
  const body = { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec: { resourceAttributes } };
  const question = { identity, path: reviewPath, body };
  let { code, text } = await askCluster({ ...question, upstream });
  if (code === 401) {
    const renewed = await renewUpstream();
    if (renewed) ({ code, text } = await askCluster({ ...question, upstream: renewed }));
  }
  const review = code === 201 ? reviewSchema.safeParse(parseJson(text)) : null;
  if (!review?.success) {
    throw new ProxyError(
      502,
      `the environment “${upstream.environmentName}” did not say whether you may create ${resource}/${subresource} (it answered ${code})`,
    );
  }
  if (!review.data.status.allowed) throw forbidden(target, identity);
}

/** In the API server's own words for the same, and why it is asked for. */
function forbidden({ resource, subresource, namespace, name }: ConnectTarget, { username }: Identity): ProxyError {
  const where = namespace === null ? "at the cluster scope" : `in the namespace "${namespace}"`;
  return new ProxyError(
    403,
    `${resource} ${name === null ? "" : `"${name}" `}is forbidden: User "${username}" cannot create resource "${resource}/${subresource}" in API group "" ${where}: this environment needs that right for ${subresource}, whatever the method`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
