// The ceiling of a read-only environment, told in words that help. The cluster itself holds to it, also where this file were wrong; here it is
// in force at once, while a cluster remembers for some seconds what it has allowed, and open sessions end by it.
import type { EnvironmentAccess } from "#lib/access/index.ts";
import type { RequestInfo } from "./request-info.ts";
import { ProxyError } from "./status.ts";

const readingVerbs = new Set(["get", "list", "watch", "head"]);
/** Ways in, whatever the method is. */
const connecting = new Set(["exec", "attach", "portforward", "proxy"]);
const selfReviews = new Set(["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"]);

/** Throws ProxyError 403 for what is more than reading, and asking about oneself, in an environment where that is all. */
export function requireReading(environment: Pick<EnvironmentAccess, "name" | "readOnly">, info: RequestInfo): void {
  if (!environment.readOnly || isReading(info)) return;
  throw new ProxyError(403, `the environment “${environment.name}” is read-only through Drawbridge: get, list, watch and logs work, and nothing else`);
}

function isReading({ verb, resource, subresource, application }: RequestInfo): boolean {
  if (application || (subresource !== null && connecting.has(subresource))) return false;
  return readingVerbs.has(verb) || (verb === "create" && resource !== null && selfReviews.has(resource));
}
