import { type Case, one } from "../case.ts";
import { accept } from "./accept-forms.ts";

const core = "/api/v1/namespaces/differential";
const map = (name: string, data: object = {}) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data });
const eviction = (name: string) => ({ apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace: "differential" } });
const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "one-too-many" } };
const privileged = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p" },
  spec: { containers: [{ name: "c", image: "i", securityContext: { privileged: true } }] },
};

/** Each code that an API server refuses with, in its own words. */
export const refusals: readonly Case[] = [
  one("POST", `${core}/configmaps`, 400, { body: "{" }),
  one("POST", `${core}/configmaps`, 400, { body: "" }),
  one("POST", `${core}/configmaps`, 400, { body: { kind: "Secret", apiVersion: "v1", metadata: { name: "x" } } }),
  one("POST", `${core}/configmaps`, 400, { body: { ...map("x"), metadata: { name: "x", namespace: "another" } } }),
  one("POST", `${core}/configmaps`, 400, { body: "{", accept: accept.protobuf }),
  one("POST", `${core}/configmaps`, 415, { body: "x", type: "text/plain" }),
  one("POST", `${core}/configmaps`, 415, { body: "x", type: accept.cbor }),
  one("POST", `${core}/configmaps`, 400, { body: "x", type: accept.protobuf }),
  one("GET", `${core}/secrets`, 403, { as: "reader" }),
  one("GET", `${core}/secrets`, 403, { as: "reader", accept: accept.protobuf }),
  one("GET", `${core}/secrets`, 403, { as: "reader", accept: accept.yaml }),
  one("GET", `${core}/secrets/secret`, 403, { as: "other" }),
  one("POST", `${core}/configmaps`, 403, { as: "reader", body: map("x") }),
  one("DELETE", `${core}/configmaps/item-00`, 403, { as: "reader" }),
  one("GET", "/api/v1/nodes", 403, { as: "reader" }),
  one("GET", "/metrics", 403, { as: "reader" }),
  one("GET", "/secret-path", 403, { as: "reader" }),
  one("POST", `${core}/pods/guarded/eviction`, 403, { as: "reader", body: eviction("guarded") }),
  one("POST", "/api/v1/namespaces/differential-full/secrets", 403, { body: secret, title: "more than the quota" }),
  one("POST", "/api/v1/namespaces/differential-strict/pods", 403, { body: privileged, title: "a pod that admission refuses" }),
  one("GET", `${core}/configmaps/none`, 404),
  one("GET", `${core}/configmaps/none`, 404, { accept: accept.protobuf }),
  one("GET", `${core}/configmaps/none`, 404, { accept: accept.yaml }),
  one("GET", `${core}/configmaps/none`, 404, { accept: accept.tableOnly }),
  one("GET", `${core}/nothings`, 404),
  one("GET", "/apis/no.such/v1/things", 404),
  one("POST", "/api/v1/namespaces/nowhere/configmaps", 404, { body: map("x") }),
  one("DELETE", "/api/v1/nodes/none", 404),
  one("POST", `${core}/configmaps/item-00`, 405, { body: map("item-00") }),
  one("PUT", `${core}/configmaps`, 405, { body: map("x") }),
  one("DELETE", "/version", 405),
  one("PATCH", `${core}/configmaps`, 405, { body: "[]", type: "application/json-patch+json" }),
  one("DELETE", "/api/v1/namespaces", 405),
  one("OPTIONS", `${core}/configmaps`, 405),
  one("OPTIONS", "/version", 405),
  one("OPTIONS", `${core}/configmaps`, 405, { headers: ["Origin: https://evil.example", "Access-Control-Request-Method: GET"] }),
  one("GET", `${core}/configmaps/item-00`, 406, { accept: accept.html }),
  one("GET", `${core}/configmaps/item-00`, 406, { accept: accept.cbor }),
  one("GET", `${core}/configmaps`, 406, { accept: "application/json;as=Nothing;g=meta.k8s.io;v=v1" }),
  one("POST", `${core}/configmaps`, 409, { body: map("item-00") }),
  one("POST", `${core}/configmaps`, 409, { body: map("item-00"), accept: accept.protobuf }),
  one("PUT", `${core}/configmaps/item-00`, 409, { body: { ...map("item-00"), metadata: { name: "item-00", resourceVersion: "1" } } }),
  one("PUT", `${core}/configmaps/item-00`, 409, { body: { ...map("item-00"), metadata: { name: "item-00", uid: "another" } } }),
  one("POST", "/apis/apps/v1/namespaces/differential/deployments", 409, {
    body: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "idle" },
      spec: { selector: { matchLabels: { a: "b" } }, template: { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "c", image: "i" }] } } },
    },
  }),
  one("POST", `${core}/pods/guarded/eviction`, 429, { body: eviction("guarded") }),
  one("POST", `${core}/pods/guarded/eviction`, 429, { body: eviction("guarded"), accept: accept.protobuf }),
  one("POST", `${core}/pods/none/eviction`, 404, { body: eviction("none") }),
  one("POST", `${core}/pods/waiting/eviction?dryRun=All`, 201, { body: eviction("waiting") }),
];

const big = (bytes: number) => JSON.stringify(map("big", { text: "x".repeat(bytes) }));
const bridge = (bytes: number) => ({
  apiVersion: "differential.drawbridge.dev/v1",
  kind: "Bridge",
  metadata: { name: "big" },
  spec: { size: 1, free: { text: "x".repeat(bytes) } },
});
const bridges = "/apis/differential.drawbridge.dev/v1/namespaces/differential/bridges?dryRun=All";

/** The API server's own limit is 3 MiB. */
export const large: readonly Case[] = [
  one("POST", bridges, 201, { vary: ["birth"], body: bridge(1_400_000), title: "1.4 MB pass" }),
  one("POST", bridges, 201, { vary: ["birth"], body: bridge(1_400_000), chunkBytes: 65_536, title: "1.4 MB in chunks pass" }),
  one("POST", `${core}/configmaps`, 422, { body: big(1_400_000), title: "a ConfigMap of 1.4 MB is refused by the API server" }),
  one("POST", bridges, 413, { body: bridge(3_500_000), title: "3.5 MB are refused by the API server" }),
  one("POST", bridges, 413, { body: bridge(3_500_000), chunkBytes: 65_536, title: "3.5 MB in chunks are refused in the middle" }),
  one("POST", `${core}/configmaps`, 413, { body: big(3_500_000), accept: accept.protobuf, title: "3.5 MB are refused as protobuf" }),
  one("GET", "/version", 200, { title: "and the next request is answered" }),
];
