import { type Case, one } from "../case.ts";

const core = "/api/v1/namespaces/differential";

/** Refused by the API server before anything behind it is asked. */
export const belowProxy: readonly Case[] = [
  one("GET", "/api/v1/nodes/{node}/proxy", 400),
  one("GET", "/api/v1/nodes/{node}/proxy/healthz", 400),
  one("GET", '/api/v1/nodes/{node}/proxy/a%2Fb%20c|"{}?x=1?y=2', 400),
  one("GET", "/api/v1/nodes/none/proxy/healthz", 404),
  one("GET", "/api/v1/nodes/http:{node}:1/proxy/", 400),
  one("GET", `${core}/services/empty/proxy/`, 503),
  one("GET", `${core}/services/empty/proxy`, 503),
  one("GET", `${core}/services/https:empty:web/proxy/a//b`, 503),
  one("POST", `${core}/services/empty/proxy/x`, 503, { body: "x", type: "text/plain", chunkBytes: 1 }),
  one("GET", `${core}/services/none/proxy/`, 404),
  one("GET", `${core}/pods/waiting/proxy/`, 400),
  one("GET", `${core}/pods/none:80/proxy/x`, 404),
  one("GET", `${core}/pods/talker/proxy/`, 400),
  one("GET", `${core}/services/empty/proxy/`, 403, { as: "reader" }),
];
