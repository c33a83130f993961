// `node bench/pages/cluster.ts CERTIFICATE KEY`: an API server that answers what a health check asks, and one small GET; to all else it says
// that there is no such thing. It serves until it is stopped.
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

const [certFile = "", keyFile = ""] = process.argv.slice(2);

const answers: Record<string, object> = {
  "/version": { gitVersion: "v1.36.0" },
  "/apis/authentication.k8s.io/v1/selfsubjectreviews": { status: { userInfo: { username: "system:serviceaccount:drawbridge:manager" } } },
  "/apis/rbac.authorization.k8s.io/v1/clusterroles/drawbridge-proxy": { metadata: { name: "drawbridge-proxy" }, rules: [] },
  "/api/v1/namespaces/default/configmaps/small": { kind: "ConfigMap", apiVersion: "v1", metadata: { name: "small" } },
};
const nothing = { kind: "Status", apiVersion: "v1", status: "Failure", message: "the server could not find the requested resource", reason: "NotFound" };

const server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (request, response) => {
  const answer = answers[request.url ?? ""];
  request.resume();
  response.writeHead(answer ? 200 : 404, { "Content-Type": "application/json" }).end(JSON.stringify(answer ?? nothing));
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`listening on 127.0.0.1:${port}\n`);
});
