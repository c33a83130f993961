import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bumpRevision } from "#lib/revision.ts";
import { openTestDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { type Jobs, type JobsOptions, type JobsWork, startJobs } from "./jobs.ts";

let store: TestDatabase;
let jobs: Jobs | null = null;
const warnings: unknown[] = [];
const news: unknown[] = [];

beforeEach(async () => {
  store = await openTestDatabase();
  warnings.length = 0;
  news.length = 0;
});
afterEach(async () => {
  await jobs?.stop();
  await store.close();
});

const environment = (name: string) => store.db.environment.create({ data: { name, server: "https://127.0.0.1:1", createdAt: new Date() } });
const moveRevision = () => store.db.$transaction((transaction) => bumpRevision(transaction));
/** A change of what the environment's cluster is to hold. */
const grantIn = async (environmentId: number) => {
  await store.db.grant.create({ data: { environmentId, clusterRole: "view", allNamespaces: true, namespaces: "[]", createdAt: new Date(), createdBy: "ada" } });
  await moveRevision();
};
const seconds = 1_000;

function start(work: Partial<JobsWork>, times: Partial<NonNullable<JobsOptions["times"]>> = {}) {
  jobs = startJobs({
    db: store.db,
    clock: { now: () => new Date("2026-01-15T12:00:00Z") },
    logger: { info: (...values: unknown[]) => void news.push(values), warn: (...values: unknown[]) => void warnings.push(values) },
    work: {
      reconcile: async () => {},
      probe: async () => {},
      renew: async () => [],
      endUnused: async () => {},
      deleteOldAudit: async () => {},
      keepLogLines: async () => {},
      ...work,
    },
    times: {
      watchMs: 10,
      reconcileMs: 60 * seconds,
      probeMs: 60 * seconds,
      renewMs: 60 * seconds,
      endUnusedMs: 60 * seconds,
      deleteOldAuditMs: 60 * seconds,
      keepLogLinesMs: 60 * seconds,
      retryMs,
      gapMs: 0,
      ...times,
    },
  });
}

const retryMs = { first: 10, longest: 40 };

describe("startJobs", () => {
  it("reconciles each environment at the start, and again when its own grants have changed", async () => {
    const [{ id }, other] = [await environment("alpha"), await environment("beta")];
    const seen: number[] = [];
    start({ reconcile: async (environmentId) => void seen.push(environmentId) });
    await expect.poll(() => seen.toSorted()).toEqual([id, other.id]);
    await grantIn(id);
    await expect.poll(() => seen.slice(2)).toEqual([id]);
    await moveRevision();
    await grantIn(other.id);
    await expect.poll(() => seen.slice(2)).toEqual([id, other.id]);
  });

  it("takes up an environment that is added and drops one that is removed", async () => {
    const seen = new Set<number>();
    start({ probe: async (environmentId) => void seen.add(environmentId) }, { probeMs: 10 });
    const { id } = await environment("alpha");
    await moveRevision();
    await expect.poll(() => seen.has(id)).toBe(true);
    await store.db.environment.delete({ where: { id } });
    await moveRevision();
    await expect.poll(() => seen.delete(id) || seen.has(id)).toBe(false);
  });

  it("lets a cluster that hangs delay no other", async () => {
    const [hanging, good] = [await environment("hanging"), await environment("good")];
    let release = () => {};
    const hang = new Promise<void>((resolve) => {
      release = resolve;
    });
    let count = 0;
    const reconcile = async (id: number) => {
      if (id === hanging.id) await hang;
      if (id === good.id) count++;
    };
    start({ reconcile }, { reconcileMs: 10 });
    await expect.poll(() => count).toBeGreaterThan(3);
    release();
  });

  it("looks at many environments in turn, not all at once; one that has changed or is new goes before those that wait", async () => {
    const gapMs = 150;
    const at: number[] = [];
    const seen: number[] = [];
    for (const number of Array.from({ length: 14 }, (_none, index) => index)) await environment(`waiting-${number}`);
    const { id: changed } = await environment("changed");
    const reconcile = async (id: number) => {
      at.push(performance.now());
      seen.push(id);
    };
    start({ reconcile }, { gapMs, reconcileMs: 0 });
    // It has had its look, and would be the last of the next round.
    await expect.poll(() => seen.at(-1), { interval: 5, timeout: 10_000 }).toBe(changed);
    const from = seen.length;
    const { id: added } = await environment("added");
    await grantIn(changed);
    await expect.poll(() => seen.slice(from), { interval: 5, timeout: 10_000 }).toEqual(expect.arrayContaining([changed, added]));
    expect(seen.length - from).toBeLessThan(14);
    expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeGreaterThan((at.length - 1) * gapMs - 10);
  });

  it("looks once, not twice, at what changes while it waits for its turn", async () => {
    const ids: number[] = [];
    for (const number of Array.from({ length: 10 }, (_none, index) => index)) ids.push((await environment(`changing-${number}`)).id);
    const seen: number[] = [];
    start({ reconcile: async (id) => void seen.push(id) }, { gapMs: 100 });
    await expect.poll(() => seen.length, { interval: 5 }).toBe(1);
    const grant = { clusterRole: "view", allNamespaces: true, namespaces: "[]", createdAt: new Date(), createdBy: "ada" };
    await store.db.grant.createMany({ data: ids.map((environmentId) => ({ environmentId, ...grant })) });
    await moveRevision();
    const before = seen.length;
    await expect.poll(() => new Set(seen).size, { timeout: 10_000 }).toBe(10);
    // What comes after all that is urgent by then.
    const { id: last } = await environment("last");
    await moveRevision();
    await expect.poll(() => seen.includes(last), { timeout: 10_000 }).toBe(true);
    // Those that had begun before the change was seen are looked at again, and no others.
    expect(seen.indexOf(last)).toBeLessThanOrEqual(10 + before + 2);
  });

  it("stops at once, whatever waits for its turn", async () => {
    for (const name of ["alpha", "beta", "gamma"]) await environment(name);
    let looks = 0;
    start({ reconcile: async () => void looks++ }, { gapMs: 600 * seconds });
    await expect.poll(() => looks).toBe(1);
    await jobs?.stop();
    expect(looks).toBe(1);
  });

  it("never works twice at once for one environment, and runs once more when woken meanwhile", async () => {
    const { id } = await environment("alpha");
    let running = 0;
    let most = 0;
    let runs = 0;
    let open = false;
    let release = () => {};
    start({
      reconcile: async () => {
        runs++;
        most = Math.max(most, ++running);
        if (!open)
          await new Promise<void>((resolve) => {
            release = resolve;
          });
        running--;
      },
    });
    await expect.poll(() => runs).toBe(1);
    for (let times = 0; times < 3; times++) await grantIn(id);
    release();
    await expect.poll(() => runs).toBeGreaterThan(1);
    open = true;
    release();
    expect(most).toBe(1);
    await jobs?.stop();
  });

  it("tries a failing cluster again, later each time, and logs the same fault once", async () => {
    await environment("alpha");
    const at: number[] = [];
    start({
      reconcile: async () => {
        at.push(performance.now());
        throw new Error("nothing listens");
      },
    });
    await expect.poll(() => at.length).toBeGreaterThan(4);
    const waits = at.slice(1, 5).map((time, index) => time - (at[index] ?? 0));
    // A busy machine makes a wait longer, and nothing makes it shorter (but for the rounding of timers).
    for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThan(Math.min(retryMs.first * 2 ** index, retryMs.longest) - 2);
    expect(warnings).toEqual([[expect.objectContaining({ environment: "alpha", reason: "nothing listens" }), expect.any(String)]]);
  });

  it("tells the end of a fault too", async () => {
    await environment("alpha");
    let fails = true;
    start({
      reconcile: async () => {
        if (fails) throw new Error("nothing listens");
      },
    });
    await expect.poll(() => warnings.length).toBe(1);
    fails = false;
    await expect.poll(() => news).toEqual([[{ environment: "alpha" }, "a cluster is brought to its grants again"]]);
  });

  it("ends unused kubeconfigs again and again, and says once when it cannot", async () => {
    let calls = 0;
    start(
      {
        async endUnused() {
          calls++;
          if (calls === 2) throw new Error("no database");
        },
      },
      { endUnusedMs: 10 },
    );
    await expect.poll(() => calls).toBeGreaterThan(3);
    expect(warnings).toEqual([[expect.objectContaining({ reason: "no database" }), "unused kubeconfigs cannot be ended"]]);
    expect(news).toEqual([[{}, "unused kubeconfigs can be ended again"]]);
  });

  it("stops when told to, after the work that is under way", async () => {
    await environment("alpha");
    let finished = false;
    let begun = false;
    start({
      probe: async () => {
        begun = true;
        await moveRevision();
        finished = true;
      },
    });
    await expect.poll(() => begun).toBe(true);
    await jobs?.stop();
    expect(finished).toBe(true);
  });
});
