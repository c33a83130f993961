// Groups by the hundred. The ratio of times is printed: a busy machine may bend it; how many groups are sent, it cannot.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type ManagedGateway, openManagedGateway } from "#server/testing/managed-gateway.ts";

const longest = (index: number) => `${"a-team-with-a-very-long-name-".repeat(2)}${String(index).padStart(3, "0")}`;
const review = z.object({ status: z.object({ userInfo: z.object({ groups: z.array(z.string()) }) }) });
const whoAmI = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };

let opened: ManagedGateway;

beforeAll(async () => {
  opened = await openManagedGateway("many-groups");
  const { managed } = opened;
  const namespaces = Array.from({ length: 300 }, (_, index) => `namespace-with-a-rather-long-name-for-a-team-of-people-${index}`);
  await managed.apply(...namespaces.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })));
  await addPerson("few", { teams: 3, namespaces: null });
  await addPerson("many", { teams: 300, namespaces: null });
  await addPerson("bound", { teams: 0, namespaces });
  await managed.kubectl("create", "clusterrolebinding", "one-team", "--clusterrole=view", `--group=drawbridge:team:${longest(0)}`);
  await managed.reconcile();
});
afterAll(() => opened?.close());

/** In so many teams that have `view`, each with its own grant; or with a grant of their own in each namespace. */
async function addPerson(login: string, { teams, namespaces }: { teams: number; namespaces: string[] | null }): Promise<void> {
  const { store, admin, environmentId } = opened.managed;
  const { db } = store;
  const at = { createdAt: admin.now };
  await db.user.create({ data: { id: login, login, displayName: login, ...at } });
  const grant = { environmentId, clusterRole: "view", ...at, createdBy: "ada" };
  if (namespaces) await db.grant.create({ data: { ...grant, userId: login, allNamespaces: false, namespaces: JSON.stringify(namespaces) } });
  for (let index = 0; index < teams; index++) {
    const name = longest(index);
    const team = await db.team.upsert({
      where: { name },
      create: { name, ...at, grants: { create: { ...grant, allNamespaces: true, namespaces: "[]" } } },
      update: {},
    });
    await db.teamMember.create({ data: { teamId: team.id, userId: login } });
  }
}

/** The groups that the cluster sees a person in. */
async function groupsSeen(token: string): Promise<string[]> {
  const { text } = await opened.send(token, { method: "POST", path: "/apis/authentication.k8s.io/v1/selfsubjectreviews", body: whoAmI });
  return review.parse(JSON.parse(text)).status.userInfo.groups.filter((group) => group.startsWith("drawbridge:"));
}

/** Median ms of a small request of each, taken in turns so that the machine's moods meet all alike. */
async function medians(tokens: Record<string, string>): Promise<Record<string, number>> {
  const taken = new Map(Object.keys(tokens).map((name) => [name, [] as number[]]));
  for (let round = 0; round < 200; round++)
    for (const [name, token] of Object.entries(tokens)) {
      const start = performance.now();
      // Another object each time: nothing of the answer, or of who may have it, can be remembered.
      const { code } = await opened.send(token, { path: `/api/v1/namespaces/namespace-with-a-rather-long-name-for-a-team-of-people-1/configmaps/x-${round}` });
      taken.get(name)?.push(performance.now() - start);
      if (code !== 404) throw new Error(`${name} was answered ${code}`);
    }
  return Object.fromEntries([...taken].map(([name, times]) => [name, times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0]));
}

describe("a person in 300 groups with long names", () => {
  it("is sent to the cluster with the groups that are bound there alone, as one in 3 is", async () => {
    const tokens = { few: await opened.issue("few"), many: await opened.issue("many"), bound: await opened.issue("bound") };
    const bound = [`drawbridge:role:view`, `drawbridge:team:${longest(0)}`];
    expect(await groupsSeen(tokens.few)).toEqual(bound);
    expect(await groupsSeen(tokens.many)).toEqual(bound);
    expect(await groupsSeen(tokens.bound)).toHaveLength(300);
    const { few = 0, many = 0, bound: all = 0 } = await medians(tokens);
    const words = (ms: number) => `${ms.toFixed(2)} ms (${(ms / few).toFixed(2)} ×)`;
    process.stdout.write(`in 3 groups ${few.toFixed(2)} ms, in 300 of which 2 are bound ${words(many)}, in 300 that are all bound ${words(all)}\n`);
  });
});
