// Both credentials get new tokens while people are at work.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { renewCredentials, rotateCredentials } from "#lib/environments/index.ts";
import { idOf } from "#lib/testing/managed-cluster.ts";
import { type ManagedGateway, openManagedGateway } from "#server/testing/managed-gateway.ts";

let opened: ManagedGateway;
let token = "";

beforeAll(async () => {
  opened = await openManagedGateway("rotation");
  const { managed } = opened;
  await managed.grant("cluster-admin", null);
  await managed.reconcile();
  token = await opened.issue(idOf(managed.bob));
});
afterAll(() => opened?.close());

const configMaps = "/api/v1/namespaces/default/configmaps";
const make = (name: string) => opened.managed.kubectl("create", "configmap", name);

/** Which of our proxy's tokens the cluster has seen, oldest first. */
function tokensSeen(): string[] {
  const lines = readFileSync(opened.managed.cluster.auditLogPath ?? "", "utf8").split("\n");
  const ids = lines
    .filter((line) => line.includes('"username":"system:serviceaccount:drawbridge:proxy"') && line.includes('"impersonatedUser"'))
    .map((line) => String(JSON.parse(line).user.extra["authentication.kubernetes.io/credential-id"]));
  return [...new Set(ids)];
}

it("a rotation on demand and one at 80 % of life, of both credentials, fail no request and end no watch", async () => {
  const { managed } = opened;
  const { db } = managed.store;
  const watch = await opened.watch(token, `${configMaps}?watch=true`);
  const answers: number[] = [];
  let working = true;
  const work = async () => {
    while (working) answers.push((await opened.send(token, { path: `${configMaps}?limit=1` })).code);
  };
  const workers = Promise.all([work(), work(), work(), work()]);
  const more = async (count: number) => {
    const from = answers.length;
    await expect.poll(() => answers.length, { timeout: 60_000 }).toBeGreaterThan(from + count);
  };
  await more(20);
  const tokensBefore = tokensSeen();
  expect(tokensBefore).toHaveLength(1);

  await rotateCredentials({ ...managed.admin, now: new Date() }, managed.environmentId, managed.key);
  await expect.poll(tokensSeen, { timeout: 30_000 }).toHaveLength(2);
  await make("after-one");
  await watch.until("after-one");

  const day = 86_400_000;
  await db.environmentCredential.updateMany({ data: { issuedAt: new Date(Date.now() - 30 * day), expiresAt: new Date(Date.now() + day) } });
  expect(await renewCredentials(db, new Date(), managed.key)).toEqual([]);
  await expect.poll(tokensSeen, { timeout: 30_000 }).toHaveLength(3);
  await more(20);
  // The manager's new token works, too.
  await managed.reconcile();
  await make("after-two");
  await watch.until("after-two");

  working = false;
  await workers;
  watch.close();
  process.stdout.write(`${answers.length} requests during two rotations\n`);
  expect(answers.filter((code) => code !== 200)).toEqual([]);
});
