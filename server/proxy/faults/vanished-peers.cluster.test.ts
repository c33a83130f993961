// A laptop's lid closes, an API server's machine loses its power: nothing comes any more, not even an end. Only TCP's keepalive finds out.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { createTestCertificate } from "#lib/testing/tls-server.ts";
import { addEnvironmentRow, addFileRow, addPersonRow, publish } from "#server/testing/access-rows.ts";
import { connect } from "#server/testing/gateway.ts";
import { type OtherMachine, startOtherMachine } from "#server/testing/network.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";
import { atRest, open, sound, watch } from "./exchanges.ts";

let machine: OtherMachine | undefined;
let relay: Relay | undefined;
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await relay?.close();
  machine?.remove();
});

/** Starts one of far-peers.ts over there; resolves with the line that it says when it is ready. */
async function runThere(there: OtherMachine, input: unknown): Promise<string> {
  const child = there.run([process.execPath, path.join(import.meta.dirname, "far-peers.ts")], { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  child.stdin?.end(JSON.stringify(input));
  const [line]: Buffer[] = child.stdout ? await once(child.stdout, "data") : [];
  return String(line).trim();
}

// R04, R05
it("a client and an API server that vanish are found within a minute, and what was open to them is closed on the other side", {
  timeout: 120_000,
}, async () => {
  const there = startOtherMachine();
  machine = there;
  const here = await startRelay({ script: sound, listenHost: "0.0.0.0" });
  relay = here;
  const certificate = await createTestCertificate([there.theirs]);
  const port = await runThere(there, { api: { ...certificate, address: there.theirs } });
  const { database, proxy, caData } = here.gateway;
  const id = await addEnvironmentRow(database, { name: "far", server: `https://${there.theirs}:${port}`, caData: certificate.cert, credential: "x" });
  const ownerId = await addPersonRow(database.db, { login: "far", environmentIds: [id] });
  const { token } = await addFileRow(database.db, { ownerId, environmentId: id });
  await publish(database.db);
  await proxy.refresh();

  const ofFarServer = await connect(here.gateway);
  ofFarServer.send(`GET /api/endpoints/${id}/kubernetes/api/v1/pods?watch=true HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  await ofFarServer.until("{}");
  await runThere(there, { client: { address: there.ours, port: here.gateway.port, ca: caData, request: here.fill(watch) } });
  const untouched = await open(here, watch);
  expect(proxy.openStreams.size).toBe(3);

  there.vanish();
  const startedAt = performance.now();
  // Cut, as the end of a watch would be a lie.
  expect(await ofFarServer.untilClosed()).not.toContain("0\r\n\r\n");
  await expect.poll(() => here.api.openConnections(), { timeout: 60_000, interval: 200 }).toBe(1);
  expect(performance.now() - startedAt).toBeLessThan(60_000);
  await expect.poll(() => proxy.openStreams.size, { timeout: 5000 }).toBe(1);
  expect(untouched.client.closed).toBe(false);
  untouched.client.socket.destroy();
  await atRest(here);
});
