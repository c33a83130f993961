import { type Case, one, several, step } from "../case.ts";
import { accept } from "./accept-forms.ts";

const core = "/api/v1/namespaces/differential";
const group = "/apis/differential.drawbridge.dev";
/** Lists of one moment: what happens in the cluster meanwhile is not in them. */
const pinned = "resourceVersion={rv}&resourceVersionMatch=Exact";

const objects = [
  `${core}/configmaps/item-00`,
  `${core}/secrets/secret`,
  `${core}/pods/waiting`,
  `${core}/services/empty`,
  `/apis/apps/v1/namespaces/differential/deployments/idle`,
  `/apis/rbac.authorization.k8s.io/v1/clusterroles/admin`,
];

const lists = [
  `${core}/configmaps?${pinned}`,
  `${core}/pods?${pinned}`,
  `/api/v1/configmaps?${pinned}&limit=3`,
  `/apis/apps/v1/namespaces/differential/deployments?${pinned}`,
  `/apis/policy/v1/namespaces/differential/poddisruptionbudgets?${pinned}`,
  `/apis/rbac.authorization.k8s.io/v1/clusterroles?${pinned}`,
  `/apis/apiextensions.k8s.io/v1/customresourcedefinitions?${pinned}`,
];

const objectForms = [undefined, accept.any, accept.json, accept.pretty, accept.yaml, accept.protobuf, accept.partial, accept.partialProtobuf, accept.weighted];
const listForms = [accept.json, accept.yaml, accept.protobufOrJson, accept.partialList, accept.partialProtobufList];
const tables = [accept.table, accept.tableOnly];
const form = (value: string | undefined) => (value === undefined ? {} : { accept: value });

export const reading: readonly Case[] = [
  ...objects.flatMap((path) => objectForms.map((value) => one("GET", path, 200, form(value)))),
  ...lists.flatMap((path) => listForms.map((value) => one("GET", path, 200, form(value)))),
  ...[objects[0] ?? "", ...lists].flatMap((path) => tables.map((value) => one("GET", path, 200, { accept: value, vary: ["ages"] }))),
  // Custom resources know no protobuf of their own.
  one("GET", `${group}/v1/namespaces/differential/bridges/bridge-1`, 200),
  one("GET", `${group}/v1/namespaces/differential/bridges/bridge-1`, 406, { accept: accept.protobuf }),
  one("GET", `${group}/v1/namespaces/differential/bridges/bridge-1`, 200, { accept: accept.protobufOrJson }),
  one("GET", `${group}/v1/namespaces/differential/bridges/bridge-1`, 200, { accept: accept.partialProtobuf }),
  one("GET", `${group}/v1/namespaces/differential/bridges/bridge-1/status`, 200),
  one("GET", `${group}/v1/namespaces/differential/bridges/bridge-1/scale`, 200),
  one("GET", `${group}/v1/namespaces/differential/bridges?${pinned}`, 200, { accept: accept.tableOnly, vary: ["ages"] }),
  one("GET", "/apis/apps/v1/namespaces/differential/deployments/idle/scale", 200),
  one("GET", "/apis/apps/v1/namespaces/differential/deployments/idle/status", 200),
  one("GET", `${core}/configmaps?labelSelector=parity%3Dodd&${pinned}`, 200),
  one("GET", `${core}/configmaps?labelSelector=parity+in+(odd,even),!missing&${pinned}`, 200),
  one("GET", `${core}/configmaps?fieldSelector=metadata.name%3Ditem-03&${pinned}`, 200),
  one("GET", `${core}/pods?fieldSelector=status.phase!=Running&${pinned}`, 200),
  one("GET", `${core}/configmaps?resourceVersion=0`, 200, { vary: ["listVersion"] }),
  one("GET", `${core}/configmaps`, 200, { vary: ["listVersion"] }),
  one("GET", `${core}/configmaps/item-00?resourceVersion=0`, 200),
];

const gzip = ["Accept-Encoding: gzip"];

export const compressed: readonly Case[] = [
  ...[accept.json, accept.yaml, accept.protobuf, accept.partialList, accept.any].map((value) =>
    one("GET", `/api/v1/namespaces/differential-bulk/configmaps?${pinned}`, 200, { accept: value, headers: gzip }),
  ),
  one("GET", `/api/v1/namespaces/differential-bulk/configmaps?${pinned}`, 200, { headers: ["Accept-Encoding: gzip, deflate, br"] }),
  one("GET", `/api/v1/namespaces/differential-bulk/configmaps?${pinned}`, 200, { headers: ["Accept-Encoding: identity"] }),
  one("GET", `${core}/configmaps/item-00`, 200, { headers: gzip, title: "a small answer is not compressed, though it may be" }),
  one("GET", "/openapi/v2", 200, { headers: gzip }),
  one("GET", "/openapi/v2", 200, { headers: gzip, accept: "application/com.github.proto-openapi.spec.v2@v1.0+protobuf" }),
];

const next = `${core}/configmaps?limit=5&continue={continue}`;

export const paging: readonly Case[] = [
  several("a list in pages of five, to its end", [step("GET", `${core}/configmaps?limit=5&${pinned}`, 200), step("GET", next, 200), step("GET", next, 200)]),
  several("a list in pages as protobuf after a JSON one", [
    step("GET", `${core}/configmaps?limit=5&${pinned}`, 200),
    step("GET", next, 200, { accept: accept.protobuf }),
  ]),
  several("pages of all namespaces", [
    step("GET", `/api/v1/configmaps?limit=20&${pinned}`, 200),
    step("GET", "/api/v1/configmaps?limit=20&continue={continue}", 200),
    step("GET", "/api/v1/configmaps?limit=20&continue={continue}", 200, { accept: accept.partialList }),
  ]),
  one("GET", `${core}/configmaps?limit=5&continue=nonsense`, 400),
  one("GET", `${core}/configmaps?limit=-1`, 200, { vary: ["listVersion"] }),
  one("GET", `${core}/configmaps?limit=many`, 400),
];
