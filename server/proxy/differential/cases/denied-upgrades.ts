import { type Case, one } from "../case.ts";

const pods = "/api/v1/namespaces/differential/pods";
const webSocket = (...protocols: string[]) => [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ...protocols.map((protocol) => `Sec-WebSocket-Protocol: ${protocol}`),
];
const spdy = ["Connection: Upgrade", "Upgrade: SPDY/3.1", "X-Stream-Protocol-Version: v5.channel.k8s.io", "X-Stream-Protocol-Version: v4.channel.k8s.io"];
const id = "command=id&stdout=true";

/** Whoever may not, or asks for what is not there, is told why in the cluster's words, and not by a connection that just ends. */
export const deniedUpgrades: readonly Case[] = [
  one("GET", `${pods}/none/exec?${id}`, 404, { headers: webSocket("v5.channel.k8s.io"), title: "exec by WebSocket in no pod" }),
  one("POST", `${pods}/none/exec?${id}`, 404, { headers: spdy, body: "", title: "exec by SPDY in no pod" }),
  one("GET", `${pods}/talker/exec?${id}&container=none`, 400, { headers: webSocket("v5.channel.k8s.io"), title: "exec by WebSocket in no container" }),
  one("POST", `${pods}/talker/exec?${id}&container=none`, 400, { headers: spdy, body: "", title: "exec by SPDY in no container" }),
  one("GET", `${pods}/waiting/exec?${id}`, 400, { headers: webSocket("v5.channel.k8s.io"), title: "exec by WebSocket in a pod without a node" }),
  one("GET", `${pods}/talker/exec?stdout=true`, 500, { headers: webSocket("v5.channel.k8s.io"), title: "exec without a command" }),
  one("GET", `${pods}/talker/exec?${id}`, 403, { headers: webSocket("v5.channel.k8s.io"), as: "reader", title: "exec by WebSocket without the right" }),
  one("POST", `${pods}/talker/exec?${id}`, 403, { headers: spdy, body: "", as: "reader", title: "exec by SPDY without the right" }),
  one("GET", `${pods}/none/attach?stdout=true`, 404, { headers: webSocket("v5.channel.k8s.io"), title: "attach to no pod" }),
  one("GET", `${pods}/none/portforward`, 404, { headers: webSocket("SPDY/3.1+portforward.k8s.io"), title: "port-forward to no pod" }),
  one("POST", `${pods}/talker/portforward`, 403, { headers: spdy, body: "", as: "reader", title: "port-forward without the right" }),
  one("GET", `${pods}/talker/exec?${id}`, 400, { title: "exec without an upgrade" }),
  one("POST", `${pods}/talker/exec?${id}`, 400, { body: "", title: "exec by POST without an upgrade" }),
  one("GET", "/api/v1/namespaces/differential/configmaps/none", 404, { headers: webSocket(), title: "an upgrade where nothing can be upgraded" }),
];
