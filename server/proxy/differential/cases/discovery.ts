import { type Case, one, several, step } from "../case.ts";

const aggregated =
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";
const protobuf = "application/vnd.kubernetes.protobuf";
const openapi = "application/com.github.proto-openapi.spec.v3.v1.0+protobuf";

/** Not there the second time: the tag of the first answer is brought back. */
const twice = (path: string, options: { accept?: string } = {}) =>
  several(`GET ${path}${options.accept ? ` as ${options.accept}` : ""}, and again with its ETag`, [
    step("GET", path, 200, options),
    step("GET", path, 304, { ...options, headers: ["If-None-Match: {etag}"] }),
    step("GET", path, 200, { ...options, headers: ['If-None-Match: "another"'] }),
  ]);

export const discovery: readonly Case[] = [
  twice("/api", { accept: aggregated }),
  twice("/apis", { accept: aggregated }),
  twice("/openapi/v2"),
  ...["/api", "/apis", "/api/v1", "/apis/apps", "/apis/apps/v1", "/apis/differential.drawbridge.dev/v1"].flatMap((path) => [
    one("GET", path, 200),
    one("GET", path, 200, { accept: protobuf }),
  ]),
  one("GET", "/apis/no.such.group", 404),
  one("GET", "/apis/apps/v9", 404),
  one("GET", "/openapi/v3", 200),
  one("GET", "/openapi/v3/api/v1", 200),
  one("GET", "/openapi/v3/apis/apps/v1", 200, { accept: openapi }),
  one("GET", "/openapi/v3/apis/apps/v1", 200, { headers: ["Accept-Encoding: gzip"] }),
  several("an OpenAPI document by its hash is where the list says, and may be kept", [
    step("GET", "/openapi/v3", 200),
    step("GET", "/openapi/v3/apis/policy/v1?hash=wrong", 301),
  ]),
  one("GET", "/version", 200),
  one("GET", "/version/", 200),
  one("GET", "/healthz", 200),
  one("GET", "/livez?verbose", 200),
  one("GET", "/readyz/ping", 200),
  one("GET", "/.well-known/openid-configuration", 200),
  one("GET", "/openid/v1/jwks", 200),
  one("GET", "/", 200),
  one("GET", "/metrics/slis", 200, { vary: ["numbers"] }),
];
