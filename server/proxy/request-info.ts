// What a request is about, as the API server will read it: the same fields as Kubernetes' own RequestInfo.
// Source: k8s.io/apiserver/pkg/endpoints/request/requestinfo.go. It serves audit rows, time limits and wording, and tells
// which requests need more than the cluster's RBAC asks for (read-only.ts, connect-rights.ts); it never allows what that does not.

export interface RequestInfo {
  /** get, list, watch, create, update, patch, delete, deletecollection; for what is no resource, the method in lower case. */
  verb: string;
  apiGroup: string | null;
  resource: string | null;
  subresource: string | null;
  namespace: string | null;
  name: string | null;
  /** May stay open, silent, for as long as both sides want. */
  longRunning: boolean;
  watch: boolean;
  /** A `proxy` subresource: what answers is an application, not the API server. */
  application: boolean;
  /** kubectl's discovery: it shows refusals there in its own way. */
  discovery: boolean;
}

const verbs: Record<string, string> = { GET: "get", HEAD: "get", POST: "create", PUT: "update", PATCH: "patch", DELETE: "delete" };
const streamingSubresources = new Set(["exec", "attach", "portforward", "proxy", "log"]);
const namespaceSubresources = new Set(["status", "finalize"]);

/** Describes a request by its method and its target as the API server gets it (path and query, starting with `/`). */
export function describeRequest(method: string, target: string): RequestInfo {
  const queryAt = target.indexOf("?");
  const path = decodePath(queryAt === -1 ? target : target.slice(0, queryAt));
  const query = queryAt === -1 ? "" : target.slice(queryAt + 1);
  const segments = path.replace(/^\/+|\/+$/g, "").split("/");
  const info: RequestInfo = {
    verb: method.toLowerCase(),
    apiGroup: null,
    resource: null,
    subresource: null,
    namespace: null,
    name: null,
    longRunning: false,
    watch: false,
    application: false,
    discovery: isDiscovery(segments),
  };
  const parts = resourceParts(segments, info);
  if (parts === null) return info;
  describeResource(parts, method, info);
  const watches = info.verb === "watch" || (info.verb === "get" && hasTrueParameter(query, "watch"));
  info.watch = watches && (info.name === null || info.verb === "watch");
  if (info.verb === "get" && info.name === null) info.verb = info.watch ? "watch" : "list";
  if (info.verb === "delete" && info.name === null) info.verb = "deletecollection";
  info.application = info.subresource === "proxy" || info.verb === "proxy";
  info.longRunning = watches || info.application || streamingSubresources.has(info.subresource ?? "");
  return info;
}

function isDiscovery([root, second, third, ...rest]: readonly string[]): boolean {
  if (rest.length > 0) return false;
  if (root === "version" || root === "openapi") return root === "openapi" || second === undefined;
  if (root === "api") return second === undefined || third === undefined;
  return root === "apis";
}

/** The segments behind group and version; null when the path names no resource. */
function resourceParts(segments: readonly string[], info: RequestInfo): string[] | null {
  if (segments[0] === "api" && segments.length > 2) {
    info.apiGroup = "";
    return segments.slice(2);
  }
  if (segments[0] === "apis" && segments.length > 3) {
    info.apiGroup = segments[1] ?? "";
    return segments.slice(3);
  }
  return null;
}

function describeResource(allParts: string[], method: string, info: RequestInfo): void {
  let parts = allParts;
  info.verb = verbs[method] ?? method.toLowerCase();
  // The old forms /api/v1/watch/… and /api/v1/proxy/…
  if ((parts[0] === "watch" || parts[0] === "proxy") && parts.length > 1) {
    info.verb = parts[0];
    parts = parts.slice(1);
  }
  if (parts[0] === "namespaces" && parts.length > 1) {
    info.namespace = parts[1] ?? "";
    if (parts.length > 2 && !namespaceSubresources.has(parts[2] ?? "")) parts = parts.slice(2);
  }
  info.resource = parts[0] ?? "";
  info.name = parts[1] ?? null;
  // What stands behind the name in the old form of a proxy is the application's own path.
  info.subresource = info.verb === "proxy" ? null : (parts[2] ?? null);
}

/** As the API server reads a boolean in a query: present counts, unless it says false. */
function hasTrueParameter(query: string, name: string): boolean {
  return query.split("&").some((pair) => {
    const [key, value = ""] = pair.split("=");
    return key === name && value !== "0" && value.toLowerCase() !== "false";
  });
}

/**
 * The path in clear, and only then are its segments told apart, as the API server does: `p%2Fexec` is `exec` of `p`. What is not UTF-8 is
 * read byte by byte.
 */
function decodePath(path: string): string {
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path.replace(/%([0-9a-f]{2})/gi, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}
