import { type Case, one, several, step } from "../case.ts";

const maps = "/api/v1/namespaces/default/configmaps";

/** What the cluster no longer remembers. */
export const forgotten: readonly Case[] = [
  one("GET", `${maps}?resourceVersion={forgotten}&resourceVersionMatch=Exact`, 410),
  one("GET", `${maps}?resourceVersion=1&resourceVersionMatch=Exact`, 410, { accept: "application/vnd.kubernetes.protobuf" }),
  several("an expired page is gone, and its answer says how to go on", [
    step("GET", `${maps}?limit=2&continue={old}`, 410),
    step("GET", `${maps}?limit=2&continue={continue}`, 200),
  ]),
  one("GET", `${maps}?watch=true&resourceVersion=1&timeoutSeconds=1`, 200, { title: "a watch from a forgotten version is told so in an event" }),
];
