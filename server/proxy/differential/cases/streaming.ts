import { type Case, one } from "../case.ts";
import { accept } from "./accept-forms.ts";

const core = "/api/v1/namespaces/differential";
/** The fixtures' whole life, told again; then silence, to the end of the second. */
const watch = "watch=true&resourceVersion={born}&timeoutSeconds=1";

export const watches: readonly Case[] = [
  one("GET", `${core}/configmaps?${watch}`, 200),
  one("GET", `${core}/configmaps?${watch}`, 406, { accept: accept.yaml }),
  one("GET", `${core}/configmaps?${watch}`, 200, { accept: `${accept.protobuf};stream=watch` }),
  one("GET", `${core}/configmaps?${watch}`, 200, { accept: accept.partial }),
  one("GET", `${core}/configmaps?${watch}`, 200, { accept: accept.tableOnly, vary: ["ages"] }),
  one("GET", `${core}/configmaps?${watch}`, 200, { headers: ["Accept-Encoding: gzip"] }),
  one("GET", `${core}/configmaps?${watch}&allowWatchBookmarks=true&labelSelector=parity%3Dodd`, 200),
  one("GET", `${core}/configmaps/item-00?watch=true&timeoutSeconds=1&resourceVersion={born}`, 200),
  one("GET", `${core}/configmaps?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Ditem-02&resourceVersion={born}`, 200),
  one("GET", `${core}/configmaps?watch=true&timeoutSeconds=1&resourceVersion=0`, 200, { vary: ["listVersion"], title: "a watch from anywhere" }),
  one("GET", `/api/v1/watch/namespaces/differential/configmaps?timeoutSeconds=1&resourceVersion={born}`, 200),
  one("GET", `${core}/configmaps?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1`, 200, {
    vary: ["listVersion"],
    title: "a watch that begins with the list (WatchList)",
  }),
  one("GET", `${core}/configmaps?watch=true&sendInitialEvents=true&timeoutSeconds=1`, 422),
  one("GET", `${core}/configmaps?watch=true&resourceVersion=99999999&timeoutSeconds=1`, 200, { vary: ["numbers"] }),
  one("GET", `${core}/secrets?watch=true`, 403, { as: "reader" }),
];

const log = `${core}/pods/talker/log`;

export const logs: readonly Case[] = [
  one("GET", log, 200),
  one("GET", `${log}?follow=true`, 200),
  one("GET", `${log}?tailLines=3`, 200),
  one("GET", `${log}?tailLines=3&timestamps=true`, 200),
  one("GET", `${log}?limitBytes=1000`, 200),
  one("GET", `${log}?stream=Stderr`, 422),
  one("GET", `${log}?container=main`, 200),
  one("GET", `${log}?sinceSeconds=100000`, 200),
  one("GET", log, 200, { headers: ["Accept-Encoding: gzip"] }),
  one("GET", log, 200, { accept: accept.json }),
  one("GET", `${log}?previous=true`, 400),
  one("GET", `${log}?container=none`, 400),
  one("GET", `${log}?tailLines=-1`, 422),
  one("GET", `${core}/pods/none/log`, 404),
  one("GET", log, 200, { as: "reader", title: "a reader reads logs" }),
];
