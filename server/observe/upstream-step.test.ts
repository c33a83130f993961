// Each step failed for real: what Node and OpenSSL call a fault is not ours to guess.
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createTestCertificate } from "#lib/testing/tls-server.ts";
import { addEnvironmentRow, addFileRow, addPersonRow, publish } from "../testing/access-rows.ts";
import { answerWith, type Script, startApiServer, type TestApiServer } from "../testing/api-server.ts";
import { connect } from "../testing/gateway.ts";
import { type Relay, startRelay } from "../testing/relay.ts";

let relay: Relay;
let api: TestApiServer;
let otherName: TestApiServer;
let environments = 0;
beforeAll(async () => {
  relay = await startRelay({ limits: { firstByteMs: 300 } });
  api = await startApiServer();
  otherName = await startApiServer(undefined, await createTestCertificate(["kubernetes.test"]));
});
beforeEach(() => {
  api.script = answerWith("200 OK", "{}");
});
afterAll(async () => {
  await relay.close();
  await api.close();
  await otherName.close();
});

const silent: Script = () => {};
const cutShort: Script = ({ socket }) => {
  socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it", () => setTimeout(() => socket.destroy(), 50));
};
const garbage: Script = ({ socket }) => void socket.end("SSH-2.0-OpenSSH_9.6\r\n\r\n");
const elsewhere = answerWith("302 Found", "", ["Location: https://elsewhere.test/"]);

it.each<[step: string, what: string, where: () => { server: string; caData: string }, script?: Script]>([
  ["address", "an address that no cluster has", () => ({ server: "https://169.254.169.254", caData: api.caData })],
  ["dns", "a name that nobody has", () => ({ server: "https://no-cluster.invalid:6443", caData: api.caData })],
  ["connect", "a port on which nobody listens", () => ({ server: "https://127.0.0.1:1", caData: api.caData })],
  ["tls", "a certificate of another CA", () => ({ server: api.server, caData: relay.api.caData })],
  ["tls", "a certificate for another name", () => otherName],
  ["credential", "a credential that is not accepted", () => api, answerWith("401 Unauthorized", "{}")],
  ["first_byte", "a server that is silent", () => api, silent],
  ["reset", "a connection that is cut", () => api, ({ socket }) => void socket.destroy()],
  ["body", "an answer that is cut in its middle", () => api, cutShort],
  ["answer", "an answer that is no HTTP", () => api, garbage],
  ["answer", "a redirect to another host", () => api, elsewhere],
])("the step is %s for %s", async (step, _what, where, script) => {
  const { server, caData } = where();
  if (script) api.script = script;
  const { database, proxy } = relay.gateway;
  const name = `environment ${++environments}`;
  const environmentId = await addEnvironmentRow(database, { name, server, caData, credential: "c" });
  const ownerId = await addPersonRow(database.db, { login: `user-${environmentId}`, environmentIds: [environmentId] });
  const { token } = await addFileRow(database.db, { ownerId, environmentId });
  await publish(database.db);
  await proxy.refresh();
  const { code } = await relay.ask("GET", `/api/endpoints/${environmentId}/kubernetes/api/v1/pods`, { token });
  expect(code).toBe({ first_byte: 504, body: 200 }[step] ?? 502);
  const counted = () => [...([...proxy.meter.environments].find((series) => series.name === name)?.upstreamErrors ?? [])];
  await expect.poll(() => counted().filter(([, count]) => count > 0)).toEqual([[step, 1]]);
});

it("a client that leaves in the middle, and an answer without a body, are no fault of the cluster", async () => {
  const faults = () =>
    [...relay.gateway.proxy.meter.environments].flatMap(({ upstreamErrors }) => [...upstreamErrors.values()]).reduce((sum, each) => sum + each, 0);
  const before = faults();
  relay.api.script = ({ socket }) => void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it");
  const client = await connect(relay.gateway);
  client.send(relay.fill("GET {prefix}/api/v1/namespaces/left HTTP/1.1\r\n{auth}\r\n\r\n"));
  await client.until("half of it");
  client.socket.destroy();
  relay.api.script = answerWith("200 OK", "");
  for (const method of ["HEAD", "GET", "DELETE"]) expect((await relay.ask(method, "/api/v1/namespaces/a")).code).toBe(200);
  relay.api.script = ({ socket }) => void socket.write("HTTP/1.1 304 Not Modified\r\n\r\n");
  expect((await relay.ask("GET", "/api")).code).toBe(304);
  await relay.audited(1, "/left");
  expect(faults()).toBe(before);
});
