import { afterAll, beforeAll, expect, it } from "vitest";
import { listGrantChoices, listGrants, listReachableEnvironments, readAccess, readFingerprints } from "./access/index.ts";
import type { Context } from "./context.ts";
import { listEnvironments } from "./environments/index.ts";
import { listKubeconfigs, listLiveKubeconfigs } from "./issued-files/index.ts";
import { issueKubeconfig } from "./kubeconfig/index.ts";
import { findPaletteEntries } from "./palette/index.ts";
import { listReach } from "./reach/index.ts";
import { listTeams } from "./teams/index.ts";
import { contextOfPerson, openTestFile, type TestDatabase } from "./testing/database.ts";
import { listUsers } from "./users/index.ts";

// Above what the database takes as parameters of one question: what a list includes beside its own rows has to be asked in pieces.
const size = 1_100;
const pageSize = 50;
const ownFiles = 10;
/** What is asked of each row by itself would be a thousand. */
const statementsMax = 32;
const statements: string[] = [];
let test: TestDatabase;
let admin: Context;

beforeAll(async () => {
  test = await openTestFile((sql) => statements.push(sql));
  admin = await contextOfPerson(test.db, "ada", { isAdmin: true });
  const { db } = test;
  const createdAt = admin.now;
  const numbers = Array.from({ length: size }, (_, index) => index + 1);
  await db.user.createMany({ data: numbers.map((n) => ({ id: `user-${n}`, login: `user-${n}`, displayName: `User ${n}`, createdAt })) });
  await db.team.createMany({ data: numbers.map((n) => ({ id: `team-${n}`, name: `team-${n}`, createdAt })) });
  await db.teamMember.createMany({ data: numbers.map((n) => ({ userId: `user-${n}`, teamId: `team-${n}` })) });
  await db.environment.createMany({ data: numbers.map((id) => ({ id, name: `environment-${id}`, server: `https://cluster-${id}.example`, createdAt })) });
  const grant = { clusterRole: "view", allNamespaces: true, namespaces: "[]", createdAt, createdBy: "ada" };
  await db.grant.createMany({
    data: numbers.map((n) => ({ ...grant, environmentId: n, ...(n % 2 === 0 ? { teamId: `team-${n}` } : { userId: `user-${n}` }) })),
  });
  const ada = await db.user.findUniqueOrThrow({ where: { login: "ada" } });
  await db.grant.createMany({ data: numbers.map((environmentId) => ({ ...grant, environmentId, userId: ada.id })) });
  const file = { ownerLogin: "somebody", createdAt, name: "laptop" };
  await db.kubeconfig.createMany({ data: numbers.map((n) => ({ ...file, id: `file-${n}`, ownerId: n <= ownFiles ? ada.id : `user-${n}` })) });
}, 120_000);
afterAll(() => test.close());

it.each<[string, number, () => Promise<{ readonly length: number } | { readonly size: number }>]>([
  ["people", size + 1, () => listUsers(admin)],
  ["teams", size, () => listTeams(admin)],
  ["environments", size, () => listEnvironments(admin)],
  ["environments to grant access to", size, () => listGrantChoices(admin)],
  ["environments that one may reach", size, () => listReachableEnvironments(admin)],
  ["grants", 2 * size, () => listGrants(admin)],
  ["files of everybody", pageSize, async () => (await listKubeconfigs(admin, {}, { everyone: true })).kubeconfigs],
  ["files of one's own", ownFiles, async () => (await listKubeconfigs(admin, {}, { everyone: false })).kubeconfigs],
  ["one's own files that work", ownFiles, () => listLiveKubeconfigs(admin)],
  ["what the palette finds", 42, () => findPaletteEntries(admin, "-1")],
  ["what a person can reach", size, async () => listReach(admin, { userId: await idOfAda() })],
  ["what each cluster is to hold", size, () => readFingerprints(test.db)],
  ["the environments of the snapshot that the relay works from", size, async () => (await readAccess(test.db)).environments],
])("the list of %s is whole in an instance of more than a thousand of them, and few statements bring it", async (_what, expected, list) => {
  statements.length = 0;
  const found = await list();
  expect("size" in found ? found.size : found.length).toBe(expected);
  expect(statements.length).toBeLessThanOrEqual(statementsMax);
});

it("a file for more than a thousand environments is made in few statements", async () => {
  statements.length = 0;
  const environmentIds = Array.from({ length: size }, (_, index) => index + 1);
  const input = { environmentIds, name: "all", expiry: { seconds: 3600 }, currentEnvironmentId: null };
  const { entries } = await issueKubeconfig(admin, input, { serverUrl: "https://drawbridge.example", certificateAuthority: null });
  expect(entries).toHaveLength(size);
  expect(statements.length).toBeLessThanOrEqual(statementsMax);
});

async function idOfAda(): Promise<string> {
  return (await test.db.user.findUniqueOrThrow({ where: { login: "ada" } })).id;
}
