// Run as a program by log-drill.test.ts: a relay at level `debug` that is given secrets in every place, good and bad, and faults that
// tempt a program to log what it was given. The log goes to stderr as it is; stdout ends with the secrets and the Audit-IDs, as JSON.
import { setLogLevel } from "#lib/logger.ts";
import { addEnvironmentRow, addFileRow, addPersonRow, publish } from "./access-rows.ts";
import { answerWith } from "./api-server.ts";
import { connect } from "./gateway.ts";
import { startRelay, upstreamCredential } from "./relay.ts";

setLogLevel("debug");
const relay = await startRelay({ limits: { firstByteMs: 300 } });
const { token } = relay;
const encoded = Buffer.from(token).toString("base64url");
const secrets = {
  token,
  "the token's random part": token.slice(4, -6),
  "the token in base64url": encoded,
  "the cluster's credential": upstreamCredential,
  "a query's token": "hunter2-in-the-query",
  "a cookie": "hunter2-in-the-cookie",
  "a name with a password": "aHVudGVyMjpodW50ZXIy",
  "an unknown bearer": "hunter2-as-bearer",
  "a body": "hunter2-in-the-body",
};
const auditIDs: string[] = [];
const id = (name: string) => {
  auditIDs.push(name);
  return `Audit-ID: ${name}`;
};
const cookie = "Cookie: __Host-next-auth.session-token=hunter2-in-the-cookie";

await relay.ask("GET", "/api/v1/pods", { headers: [id("good"), cookie] });
await relay.ask("POST", "/api/v1/namespaces/a/secrets?token=hunter2-in-the-query", { headers: [id("query")], body: "hunter2-in-the-body" });
await relay.ask("GET", `/api/v1/pods?access_token=hunter2-in-the-query&x=${token.replace("_", "%5F")}`, { headers: [id("encoded")] });
await relay.ask("GET", `/api/v1/namespaces/${token}/pods`, { headers: [id("path")] });
await relay.ask("GET", "/api/v1/pods", { headers: [id("unknown")], token: "hunter2-as-bearer" });
await relay.ask("GET", "/api/v1/pods", { headers: [id("impersonate"), `Impersonate-User: ${token}`, `User-Agent: ${token}`] });
await relay.raw(`GET {prefix}/api HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic aHVudGVyMjpodW50ZXIy\r\n${id("basic")}\r\nConnection: close\r\n\r\n`);
const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
const protocols = `Sec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io.${encoded}, v4.channel.k8s.io`;
await relay.raw(`GET {prefix}/api/v1/namespaces/a/pods/p/exec HTTP/1.1\r\nHost: 127.0.0.1\r\n${upgrade}${protocols}\r\n${id("upgrade")}\r\n\r\n`);

// An API server that throws our credential back at us, where it cannot be understood and where it can.
relay.api.script = ({ socket, all }) => socket.end(`NOT HTTP ${all("authorization")}\r\n${all("authorization")}\r\n\r\n`);
await relay.ask("POST", "/api/v1/namespaces/a/pods", { headers: [id("garbage")], body: "hunter2-in-the-body" });
relay.api.script = (request) => answerWith("401 Unauthorized", String(request.all("authorization")))(request);
await relay.ask("GET", "/api/v1/pods", { headers: [id("refused")] });
relay.api.script = () => {};
await relay.ask("GET", "/api/v1/pods", { headers: [id("silent")] });
relay.api.script = answerWith("200 OK", "{}");

const { database, proxy } = relay.gateway;
const nowhere = await addEnvironmentRow(database, { name: "nowhere", server: "https://127.0.0.1:1", caData: relay.api.caData, credential: upstreamCredential });
const otherUser = await addPersonRow(database.db, { login: "bob", environmentIds: [nowhere] });
const other = await addFileRow(database.db, { ownerId: otherUser, environmentId: nowhere });
await publish(database.db);
await proxy.refresh();
for (let index = 0; index < 20; index++)
  await relay.ask("GET", `/api/endpoints/${nowhere}/kubernetes/api/v1/pods`, { headers: [id(`flood-${index}`)], token: other.token });

const watching = await connect(relay.gateway);
relay.api.script = ({ socket }) => void socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
watching.send(relay.fill(`GET {prefix}/api/v1/pods?watch=1&token=hunter2-in-the-query HTTP/1.1\r\n{auth}\r\n${id("watch")}\r\n\r\n`));
await watching.until("200 OK");
watching.socket.destroy();
await relay.audited(2, "watch=1");
await relay.close();
process.stdout.write(JSON.stringify({ secrets: { ...secrets, "another token": other.token }, auditIDs }));
