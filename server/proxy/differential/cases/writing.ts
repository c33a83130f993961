import { type Case, one, several, step } from "../case.ts";
import { accept } from "./accept-forms.ts";

const core = "/api/v1/namespaces/differential";
const bridges = "/apis/differential.drawbridge.dev/v1/namespaces/differential/bridges";
const vary = ["birth"] as const;
const dry = "dryRun=All";
const map = (name: string, data: object = { a: "1" }) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data });
const bridge = (name: string, spec: object) => ({ apiVersion: "differential.drawbridge.dev/v1", kind: "Bridge", metadata: { name }, spec });

const patches = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
  applyCbor: "application/apply-patch+cbor",
} as const;

/** A body takes the place of the query: it must say itself that this is a dry run. */
const deletion = { kind: "DeleteOptions", apiVersion: "v1", dryRun: ["All"] };

export const dryRuns: readonly Case[] = [
  one("POST", `${core}/configmaps?${dry}`, 201, { vary, body: map("new") }),
  one("POST", `${core}/configmaps?${dry}&fieldManager=tester`, 201, { vary, body: map("new") }),
  one("POST", `${core}/configmaps?${dry}`, 201, { vary, body: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: new}\n", type: "application/yaml" }),
  one("POST", `${core}/configmaps?${dry}`, 201, { vary: ["birth", "yamlBirth"], body: map("new"), accept: accept.yaml, title: "a creation answered as YAML" }),
  one("POST", `${core}/configmaps?${dry}`, 201, { vary: ["birth", "ages"], body: map("new"), accept: accept.tableOnly }),
  one("POST", `${core}/configmaps?${dry}`, 201, { vary, body: map("new"), accept: accept.partial }),
  one("POST", `${core}/configmaps?${dry}`, 201, { vary, body: map("chunked"), chunkBytes: 7, title: "a creation in chunks of seven bytes" }),
  one("POST", `${core}/configmaps?${dry}`, 201, {
    vary: ["birth", "generatedNames"],
    body: { ...map("x"), metadata: { generateName: "some-" } },
    title: "a generated name",
  }),
  one("POST", `${core}/configmaps?${dry}`, 201, { vary, body: map("unicode", { text: "“ünï✓” <&>\u2028" }), title: "a text of many alphabets" }),
  one("POST", `${core}/serviceaccounts/default/token`, 201, { body: { spec: { audiences: ["nobody"] } }, vary: ["birth", "times", "tokens"] }),
  one("POST", `${core}/pods?${dry}`, 201, {
    vary: ["birth", "generatedNames"],
    body: { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { containers: [{ name: "c", image: "i" }] } },
  }),
  one("POST", `${bridges}?${dry}`, 201, { vary, body: bridge("new", { size: 3 }) }),
  one("PUT", `${core}/configmaps/item-00?${dry}`, 200, { vary, body: map("item-00") }),
  one("PUT", `${core}/configmaps/item-new?${dry}`, 404, { body: map("item-new") }),
  several("an object as protobuf, put back as it was", [
    step("GET", `${core}/configmaps/item-01`, 200, { accept: accept.protobuf }),
    step("PUT", `${core}/configmaps/item-01?${dry}`, 400, { accept: accept.protobuf, type: accept.protobuf, body: Buffer.from("k8s\0 not really") }),
  ]),
  one("PATCH", `${core}/configmaps/item-00?${dry}`, 200, { vary, type: patches.json, body: '[{"op":"add","path":"/data/new","value":"1"}]' }),
  one("PATCH", `${core}/configmaps/item-00?${dry}`, 422, { type: patches.json, body: '[{"op":"test","path":"/data/text","value":"no"}]' }),
  one("PATCH", `${core}/configmaps/item-00?${dry}`, 400, { type: patches.json, body: '{"op":"add"}' }),
  one("PATCH", `${core}/configmaps/item-00?${dry}`, 200, { vary, type: patches.merge, body: { data: { text: null, more: "1" } } }),
  one("PATCH", `${core}/configmaps/item-00?${dry}`, 200, { vary, type: patches.strategic, body: { metadata: { labels: { a: "b" } } } }),
  one("PATCH", `/apis/apps/v1/namespaces/differential/deployments/idle?${dry}`, 200, {
    vary,
    type: patches.strategic,
    body: { spec: { template: { spec: { containers: [{ name: "second", image: "i" }] } } } },
  }),
  one("PATCH", `/apis/apps/v1/namespaces/differential/deployments/idle/scale?${dry}`, 200, { vary, type: patches.merge, body: { spec: { replicas: 2 } } }),
  one("PATCH", `${bridges}/bridge-1?${dry}`, 200, { vary, type: patches.merge, body: { spec: { text: "t" } } }),
  one("PATCH", `${bridges}/bridge-1/status?${dry}`, 200, { vary, type: patches.merge, body: { status: { seen: 1 } } }),
  one("PATCH", `${bridges}/bridge-1?${dry}`, 415, { type: patches.strategic, body: { spec: {} } }),
  one("PATCH", `${core}/configmaps/item-00?${dry}`, 415, { type: patches.applyCbor, body: "x" }),
  one("PATCH", `${core}/configmaps/item-00?${dry}`, 415, { type: "text/plain", body: "x" }),
  one("PATCH", `${core}/configmaps/item-00?${dry}&fieldManager=tester&force=true`, 200, { vary, type: patches.apply, body: map("item-00") }),
  one("PATCH", `${core}/configmaps/item-00?${dry}&fieldManager=tester`, 409, {
    type: patches.apply,
    body: map("item-00", { text: "mine" }),
    title: "a conflict of server-side apply",
  }),
  one("PATCH", `${core}/configmaps/item-00?${dry}`, 422, { type: patches.apply, body: map("item-00"), title: "server-side apply without a manager" }),
  one("PATCH", `${core}/configmaps/fresh?${dry}&fieldManager=tester`, 201, { vary, type: patches.apply, body: map("fresh") }),
  one("DELETE", `${core}/configmaps/item-00?${dry}`, 200),
  one("DELETE", `${core}/configmaps/item-00`, 200, { body: { ...deletion, propagationPolicy: "Orphan" } }),
  one("DELETE", `${core}/configmaps/item-00`, 200, { body: deletion, chunkBytes: 10, title: "a deletion with its options in chunks" }),
  one("DELETE", `${core}/configmaps/item-00`, 409, { body: { ...deletion, preconditions: { uid: "another" } }, vary: ["uids"] }),
  one("DELETE", `${core}/configmaps/item-00?${dry}&propagationPolicy=Nonsense`, 422),
  one("DELETE", `${core}/configmaps?${dry}&labelSelector=parity%3Dodd`, 200, { vary: ["listVersion"] }),
  one("DELETE", `${core}/pods/waiting?${dry}&gracePeriodSeconds=0`, 200, { vary }),
];

const strict = { data: { a: "1" }, dato: 1, kind: "ConfigMap", apiVersion: "v1", metadata: { name: "strict" } };
const twoTexts = '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"twice"},"data":{"a":"1","a":"2"}}';

export const validation: readonly Case[] = [
  one("POST", `${core}/configmaps?${dry}&fieldValidation=Strict`, 400, { body: strict }),
  one("POST", `${core}/configmaps?${dry}&fieldValidation=Strict`, 400, { body: twoTexts, title: "a field twice, strictly" }),
  one("POST", `${core}/configmaps?${dry}&fieldValidation=Warn`, 201, { vary, body: strict }),
  one("POST", `${core}/configmaps?${dry}&fieldValidation=Warn`, 201, { vary, body: twoTexts, title: "a field twice, with a warning" }),
  one("POST", `${core}/configmaps?${dry}&fieldValidation=Ignore`, 201, { vary, body: strict }),
  one("POST", `${core}/configmaps?${dry}&fieldValidation=Perhaps`, 422, { body: strict }),
  one("POST", `${bridges}?${dry}&fieldValidation=Warn`, 201, {
    vary,
    body: { ...bridge("w", { size: 1, one: 1, two: 2 }), three: 3 },
    title: "three warnings in three lines",
  }),
  one("POST", `${bridges}?${dry}`, 422, { body: bridge("big", { size: 11 }) }),
  one("POST", `${bridges}?${dry}`, 422, { body: bridge("none", {}) }),
  one("POST", `${bridges}?${dry}`, 422, { body: bridge("text", { size: "one" }) }),
  one("POST", `${core}/configmaps?${dry}`, 422, { body: map("Not A Name") }),
  one("POST", `${core}/configmaps?${dry}`, 422, { body: map("ok", { "not a key!": "" }) }),
  one("POST", `${core}/services?${dry}`, 422, { body: { apiVersion: "v1", kind: "Service", metadata: { name: "s" }, spec: { ports: [] } } }),
  one("PUT", `${core}/configmaps/item-00?${dry}`, 400, { body: map("item-01"), title: "another name in the body than in the path" }),
];

export const warnings: readonly Case[] = [
  one("GET", "/apis/differential.drawbridge.dev/v1beta1/namespaces/differential/bridges?resourceVersion={rv}&resourceVersionMatch=Exact", 200),
  one("GET", "/apis/differential.drawbridge.dev/v1beta1/namespaces/differential/bridges/bridge-1", 200),
  one("GET", "/apis/differential.drawbridge.dev/v1beta1/namespaces/differential/bridges/none", 404),
  one("PATCH", `/apis/differential.drawbridge.dev/v1beta1/namespaces/differential/bridges/bridge-1?${dry}`, 200, {
    vary,
    type: patches.merge,
    body: { spec: { unknown: 1 } },
    title: "a deprecated version and an unknown field: two warnings",
  }),
  one("GET", `${core}/endpoints/none`, 404),
];

/** Real changes, each undone: the ways take turns. */
export const changes: readonly Case[] = [
  several(
    "an object's life: created, there already, replaced, patched, deleted, gone",
    [
      step("POST", `${core}/configmaps`, 201, { body: map("life") }),
      step("POST", `${core}/configmaps`, 409, { body: map("life") }),
      step("PUT", `${core}/configmaps/life`, 200, { body: { ...map("life", { b: "2" }), metadata: { name: "life", resourceVersion: "{version}" } } }),
      step("PATCH", `${core}/configmaps/life?fieldManager=a`, 200, { type: patches.apply, body: map("life", { c: "3" }) }),
      step("PATCH", `${core}/configmaps/life?fieldManager=b`, 409, { type: patches.apply, body: map("life", { c: "4" }) }),
      step("PATCH", `${core}/configmaps/life?fieldManager=b&force=true`, 200, { type: patches.apply, body: map("life", { c: "4" }) }),
      step("DELETE", `${core}/configmaps/life`, 200),
      step("DELETE", `${core}/configmaps/life`, 404),
    ],
    { vary, takesTurns: true },
  ),
  several(
    "a stale resourceVersion is a conflict",
    [
      step("POST", `${core}/configmaps`, 201, { body: map("stale") }),
      step("PUT", `${core}/configmaps/stale`, 409, { body: { ...map("stale"), metadata: { name: "stale", resourceVersion: "1" } } }),
      step("DELETE", `${core}/configmaps/stale`, 409, { body: { preconditions: { resourceVersion: "1" } } }),
      step("DELETE", `${core}/configmaps/stale`, 200, { body: { preconditions: { uid: "{uid}" } } }),
    ],
    { vary: ["birth", "numbers", "uids"], takesTurns: true },
  ),
  several(
    "a collection deleted by selector",
    [
      step("POST", `${core}/configmaps`, 201, { body: { ...map("gone-1"), metadata: { name: "gone-1", labels: { gone: "1" } } } }),
      step("POST", `${core}/configmaps`, 201, { body: { ...map("gone-2"), metadata: { name: "gone-2", labels: { gone: "1" } } } }),
      step("DELETE", `${core}/configmaps?labelSelector=gone`, 200),
    ],
    { vary, takesTurns: true },
  ),
  several(
    "a large object by way of chunks",
    [
      step("POST", `${core}/configmaps`, 201, { body: map("large", { text: "0123456789".repeat(90_000) }), chunkBytes: 60_000 }),
      step("GET", `${core}/configmaps/large`, 200, { accept: accept.json }),
      step("DELETE", `${core}/configmaps/large`, 200),
    ],
    { vary, takesTurns: true },
  ),
];
