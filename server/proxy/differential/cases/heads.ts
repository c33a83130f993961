import { type Case, one } from "../case.ts";

const core = "/api/v1/namespaces/differential";

/** HEAD has the head of an answer alone. */
export const heads: readonly Case[] = [
  one("HEAD", "/version", 405),
  one("HEAD", "/healthz", 200),
  one("HEAD", "/openapi/v2", 200),
  one("HEAD", "/openapi/v3", 200),
  one("HEAD", "/api", 405),
  one("HEAD", `${core}/configmaps/item-00`, 405),
  one("HEAD", `${core}/configmaps`, 405),
  one("HEAD", "/nowhere", 404),
];

const review = (spec: object) => ({ apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec });
const whoami = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };

/** What a cluster tells a person of themselves. */
export const selves: readonly Case[] = [
  ...(["admin", "reader", "other"] as const).flatMap((as) => [
    one("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", 201, { as, vary: ["birth"], body: whoami, title: `who ${as} is` }),
    one("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", 201, {
      as,
      vary: ["birth"],
      body: review({ resourceAttributes: { verb: "create", resource: "pods", subresource: "exec", namespace: "differential" } }),
      title: `whether ${as} may exec`,
    }),
  ]),
];

/** What a client says beside its request. */
export const sides: readonly Case[] = [
  one("GET", "/version", 200, { headers: ["User-Agent: kubectl/v1.36.3 (linux/amd64) kubernetes/abcdef"] }),
  one("GET", "/version", 200, { headers: ["Accept-Language: de", "X-Requested-With: test", "Cache-Control: no-cache", "Pragma: no-cache"] }),
  one("GET", "/version", 200, { headers: ["Origin: https://evil.example", "Referer: https://evil.example/", "Sec-Fetch-Mode: cors"] }),
  one("GET", "/version", 200, { headers: ["If-None-Match: *", "If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT"] }),
  one("GET", "/version", 200, { headers: ["Range: bytes=0-3"] }),
  one("GET", "/version", 200, { headers: ["Connection: keep-alive, X-Gone", "X-Gone: 1", "TE: trailers"] }),
  one("GET", `${core}/configmaps/item-00`, 200, { headers: ["ACCEPT: application/json", "accept-encoding: gzip"], title: "names in other cases" }),
  one("GET", `${core}/configmaps/item-00`, 200, { headers: ["Accept: application/json", "Accept: application/yaml"], title: "Accept twice" }),
  one("POST", `${core}/configmaps?dryRun=All`, 409, {
    headers: ["Expect: 100-continue"],
    body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "item-00" } },
    title: "a body that waits to be asked for",
  }),
  one("GET", "/healthz", 200, { body: "a body", title: "GET with a body" }),
  one("GET", "/healthz", 200, { body: "a body", chunkBytes: 2, title: "GET with a body in chunks" }),
];
