// Sends spoiled requests from two people over real sockets and watches both ends. What must hold, whatever is sent:
// 1. The cluster hears of each request exactly our identity lines, of one person, and nothing that only a proxy may say (strict-upstream.ts).
// 2. The cluster sees no request that the gateway did not see as one: no bytes of a body, of a stream or of another client become one.
// 3. No answer made for one person reaches the other; a request is carried as the person whose token it bears.
// 4. The process lives, a plain request works after each batch, and connections, streams and timers go back to what they were.

import { setTimeout as pause } from "node:timers/promises";
import tls from "node:tls";
import { addEnvironmentRow, addFileRow, addPersonRow } from "#server/testing/access-rows.ts";
import { startTestGateway, type TestGateway } from "#server/testing/gateway.ts";
import { parseAnswer } from "#server/testing/relay.ts";
import { mutate, mutateBytes } from "./mutations.ts";
import { createRandom, type Random } from "./random.ts";
import { type Sender, validRequest, wireForm } from "./requests.ts";
import { type Answering, type SeenRequest, type StrictUpstream, startStrictUpstream } from "./strict-upstream.ts";

export interface FuzzOptions {
  seed: number;
  /** Asked before each batch of 100 connections. */
  goesOn(connections: number): boolean;
  onBatch?(connections: number, report: FuzzReport): void;
}

export interface FuzzReport {
  connections: number;
  /** That the gateway took for requests, and those of them that the cluster saw. */
  atGateway: number;
  atCluster: number;
  /** Empty when all held. */
  violations: string[];
}

const credential = "upstream-credential";
const batchSize = 100;
const parallel = 24;

interface House {
  gateway: TestGateway;
  upstream: StrictUpstream;
  senders: [Sender, Sender];
  /** Method, target and audit id of what the gateway took for requests. */
  taken: Map<string, number>;
}

/** Resolves with what was found; stops at the first batch with a violation. */
export async function fuzzRequests({ seed, goesOn, onBatch }: FuzzOptions): Promise<FuzzReport> {
  const random = createRandom(seed);
  const house = await openHouse(random);
  const report: FuzzReport = { connections: 0, atGateway: 0, atCluster: 0, violations: [] };
  try {
    await runBatch(house, random, report, 0);
    const base = resources();
    while (report.violations.length === 0 && goesOn(report.connections)) {
      await runBatch(house, random, report, batchSize);
      report.atGateway += [...house.taken.values()].reduce((sum, count) => sum + count, 0);
      report.atCluster += house.upstream.seen.length;
      report.violations.push(...unasked(house), ...(await leftOpen(house, base)));
      onBatch?.(report.connections, report);
    }
  } finally {
    await house.gateway.close();
    await house.upstream.close();
  }
  return report;
}

async function openHouse(random: Random): Promise<House> {
  const upstream = await startStrictUpstream(credential, answering(random));
  let prefix = "";
  const people: { name: string; token: string }[] = [];
  const gateway = await startTestGateway(
    async (database) => {
      const environmentId = await addEnvironmentRow(database, { ...upstream, credential });
      prefix = `/api/endpoints/${environmentId}/kubernetes`;
      for (const [name, clusterRole] of [
        ["alice", "view"],
        ["bob", "edit"],
      ] as const) {
        const ownerId = await addPersonRow(database.db, { login: name, environmentIds: [environmentId], clusterRole });
        const { id, token } = await addFileRow(database.db, { ownerId, environmentId });
        people.push({ name, token });
        upstream.people.push({
          name,
          identity: [
            `impersonate-extra-drawbridge.dev%2fkubeconfig: ${id}`,
            `impersonate-group: drawbridge:role:${clusterRole}`,
            `impersonate-uid: ${ownerId}`,
            `impersonate-user: drawbridge:${name}`,
          ],
        });
      }
    },
    { limits: { firstByteMs: 2000, bodyStallMs: 1000 } },
  );
  const [alice, bob] = people.map((person) => ({ ...person, prefix }));
  if (!alice || !bob) throw new Error("two people were made");
  const taken = new Map<string, number>();
  const take = ({ method = "", url = "" }: { method?: string | undefined; url?: string | undefined }) => {
    const key = `${method} ${url}`;
    taken.set(key, (taken.get(key) ?? 0) + 1);
  };
  for (const event of ["request", "checkContinue", "upgrade"]) gateway.gateway.server.prependListener(event, take);
  return { gateway, upstream, senders: [alice, bob], taken };
}

/** Answers as clusters do, each naming the person whom it is for. */
function answering(random: Random): Answering {
  return ({ person, method, wantsUpgrade }: SeenRequest) => {
    const body = `{"for":"${person}"}`;
    const withLength = `Content-Length: ${body.length}\r\n\r\n${method === "HEAD" ? "" : body}`;
    if (wantsUpgrade && random.chance(0.6))
      return { text: "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", next: "upgrade" };
    return random.pick<{ text: string; next: "keep" | "end" | "destroy" }>([
      { text: `HTTP/1.1 200 OK\r\n${withLength}`, next: "keep" },
      { text: `HTTP/1.1 200 OK\r\n${withLength}`, next: "keep" },
      { text: `HTTP/1.1 201 Created\r\nConnection: close\r\n${withLength}`, next: "end" },
      { text: `HTTP/1.1 403 Forbidden\r\n${withLength}`, next: "keep" },
      { text: "HTTP/1.1 304 Not Modified\r\n\r\n", next: "keep" },
      {
        text:
          method === "HEAD"
            ? "HTTP/1.1 200 OK\r\n\r\n"
            : `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
        next: "keep",
      },
      { text: "", next: "destroy" },
    ]);
  };
}

async function runBatch(house: House, random: Random, report: FuzzReport, size: number): Promise<void> {
  let tag = report.connections * 10;
  const jobs = Array.from({ length: size }, () => {
    const sender = random.pick(house.senders);
    const { text, isSpoiled } = conversation(random, sender, () => `${sender.name}-${tag++}`);
    return { sender, text, isSpoiled, cuts: cutsOf(random, text) };
  });
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (let job = jobs.pop(); job; job = jobs.pop()) {
        const answer = await converse(house.gateway, job.text, job.cuts);
        const other = job.sender.name === "alice" ? "bob" : "alice";
        if (answer.includes(`"for":"${other}"`))
          report.violations.push(`${job.sender.name} got an answer for ${other}, having sent ${JSON.stringify(job.text)}`);
        if (!job.isSpoiled && !/^HTTP\/1\.1 (?:[1-5]\d\d) /.test(answer)) report.violations.push(`no answer to ${JSON.stringify(job.text)}`);
        report.connections++;
      }
    }),
  );
  const { body, code } = parseAnswer(await converse(house.gateway, plain(house.senders[0]), []));
  // The cluster's own turns of mood apart.
  if (![200, 201, 304, 403, 502].includes(code)) report.violations.push(`a plain request got ${code} ${body}`);
}

function plain({ prefix, token }: Sender): string {
  return `GET ${prefix}/plain HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`;
}

/** One to four requests on one connection, most of them spoiled. */
function conversation(random: Random, sender: Sender, nextTag: () => string): { text: string; isSpoiled: boolean } {
  let text = "";
  let isSpoiled = false;
  for (let count = 1 + random.int(4); count > 0; count--) {
    const request = validRequest(random, sender, nextTag());
    // To change protocol while another answer is to come is a fault too.
    if (text !== "" && request.headers.some(([name]) => name === "Upgrade")) isSpoiled = true;
    if (random.chance(0.7)) {
      isSpoiled = true;
      for (let times = 1 + random.int(3); times > 0; times--) mutate(random, request, sender);
    }
    text += wireForm(request);
  }
  for (; random.chance(0.2); isSpoiled = true) text = mutateBytes(random, text);
  return { text, isSpoiled };
}

/** Where the bytes are cut into writes of their own. */
function cutsOf(random: Random, text: string): number[] {
  if (random.chance(0.4)) return [];
  return Array.from({ length: 1 + random.int(6) }, () => random.int(text.length + 1)).sort((left, right) => left - right);
}

/** Sends `text`, says that no more will come, and resolves with what came back until the connection was closed. */
async function converse(gateway: TestGateway, text: string, cuts: readonly number[]): Promise<string> {
  const socket = tls.connect({ host: "127.0.0.1", port: gateway.port, ca: gateway.caData });
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk.toString("latin1");
  });
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  let start = 0;
  for (const cut of [...cuts, text.length]) {
    socket.write(Buffer.from(text.slice(start, cut), "latin1"));
    start = cut;
    await new Promise(setImmediate);
  }
  // Time for the cluster's answer: an end that overtakes it is a client that gave up.
  for (let seen = -1, waited = 0; waited < (received === "" ? 100 : 3) && !socket.destroyed; ) {
    waited = received.length === seen ? waited + 1 : 0;
    seen = received.length;
    await pause(8);
  }
  socket.end();
  const timer = setTimeout(() => socket.destroy(), 1500);
  await closed;
  clearTimeout(timer);
  return received;
}

/** What the cluster saw and the gateway did not, or saw as someone else's; in sentences. Forgets what both have seen. */
function unasked({ upstream, taken, senders }: House): string[] {
  const found = [...upstream.violations];
  const [{ prefix }] = senders;
  for (const { method, target, person } of upstream.seen) {
    // Below the prefix or at the root; what follows the prefix may be nothing, which is sent as `/`.
    const asked = [target, prefix + target, prefix + target.slice(1)].some((each) => taken.has(`${method} ${each}`));
    // Counted only as there or not: a safe request may be sent to the cluster a second time when its connection was stale.
    if (!asked) found.push(`the cluster saw ${method} ${target}, which nobody asked the gateway for`);
    if (/(?:alice|bob)-\d/.test(target) && !target.includes(`${person}-`)) found.push(`${target} was carried as ${person}`);
  }
  upstream.seen.length = 0;
  taken.clear();
  return found;
}

/** What has not come to rest ten seconds after a batch. */
async function leftOpen({ gateway, upstream }: House, base: number): Promise<string[]> {
  const { server } = gateway.gateway;
  const connections = () => new Promise<number>((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));
  const deadline = Date.now() + 10_000;
  for (;;) {
    const state = { connections: await connections(), streams: gateway.proxy.openStreams.size, resources: resources(), upstream: upstream.openConnections() };
    // A connection that is kept to the cluster is a socket and a timer on either side.
    const resourcesMax = base + 8 + 4 * state.upstream;
    if (state.connections === 0 && state.streams === 0 && state.resources <= resourcesMax && state.upstream <= 3 * parallel) return [];
    if (Date.now() > deadline) return [`after a batch there stayed ${JSON.stringify({ ...state, base })}`];
    await pause(20);
  }
}

function resources(): number {
  return process.getActiveResourcesInfo().length;
}
