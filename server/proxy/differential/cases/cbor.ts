import { type Case, one } from "../case.ts";

const maps = "/api/v1/namespaces/default/configmaps";
const pinned = "resourceVersion={rv}&resourceVersionMatch=Exact";
const accept = "application/cbor";

/** Text and maps of text, as RFC 8949 writes them: major types 3 and 5. */
function encode(value: string | object): Buffer {
  if (typeof value === "string") return Buffer.concat([head(0x60, Buffer.byteLength(value)), Buffer.from(value)]);
  const entries = Object.entries(value);
  return Buffer.concat([head(0xa0, entries.length), ...entries.flatMap(([name, each]) => [encode(name), encode(each)])]);
}

function head(major: number, length: number): Buffer {
  return length < 24 ? Buffer.from([major | length]) : Buffer.from([major | 24, length]);
}

const applied = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "item-1" }, data: { more: "✓" } };

export const cbor: readonly Case[] = [
  one("GET", `${maps}/item-0`, 200, { accept, vary: ["order"] }),
  one("GET", `${maps}?${pinned}`, 200, { accept, vary: ["order"] }),
  one("GET", `${maps}?${pinned}`, 200, { accept: `${accept},application/json`, vary: ["order"] }),
  one("GET", `${maps}?${pinned}`, 200, { accept: `${accept};as=PartialObjectMetadataList;g=meta.k8s.io;v=v1`, vary: ["order"] }),
  one("GET", `${maps}?watch=true&timeoutSeconds=1&resourceVersion={rv}`, 200, { accept, vary: ["order"] }),
  one("GET", `${maps}/none`, 404, { accept, vary: ["order"] }),
  one("POST", `${maps}?dryRun=All`, 409, { accept, vary: ["order"], type: accept, body: encode({ ...applied, metadata: { name: "item-0" } }) }),
  one("PATCH", `${maps}/item-1?dryRun=All&fieldManager=a`, 200, { vary: ["birth"], type: "application/apply-patch+cbor", body: encode(applied) }),
];
