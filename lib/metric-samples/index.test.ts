import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { Forbidden } from "../errors.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { type MetricSample, readMetricHistory, sampleStatements } from "./index.ts";

let database: TestDatabase;
let admin: Context;
beforeAll(async () => {
  database = await openTestDatabase();
  admin = await contextOfPerson(database.db, "ada", { isAdmin: true, now: new Date("2026-01-15T12:00:30Z") });
  await database.db.environment.create({ data: { id: 1, name: "prod", server: "https://prod.example", createdAt: admin.now } });
}, 60_000);
afterAll(() => database.close());
beforeEach(() => database.db.metricSample.deleteMany());

/** As the thread does that writes beside the ORM. */
async function store(time: string, counted: Partial<MetricSample> = {}): Promise<void> {
  const durations = Array.from({ length: 15 }, (_none, index) => (index === 1 ? (counted.requests ?? 0) : 0));
  const none = { requests: 0, refused: 0, failed: 0, unauthenticated: 0, openStreams: 0, people: [], environments: [] };
  const statements = sampleStatements({ at: new Date(`2026-01-15T${time}Z`), instance: "one:1", seconds: 60, durations, ...none, ...counted });
  for (const statement of statements) await database.db.$executeRaw(statement);
}

const measured = async (range: "1h" | "24h" = "1h") => {
  const { points, ...rest } = await readMetricHistory(admin, range);
  return {
    ...rest,
    count: points.length,
    points: points.flatMap(({ at, counts, openStreams }) => (counts === null ? [] : [[at, counts.requests, openStreams]])),
  };
};

describe("the overview's figures", () => {
  it("are for administrators only", async () => {
    const bob = await contextOfPerson(database.db, "bob");
    await expect(readMetricHistory(bob, "1h")).rejects.toThrow(Forbidden);
  });

  it("are one for each minute of the last hour, and of a minute that was not measured none", async () => {
    await store("11:59:00", { requests: 4, openStreams: 2 });
    await store("12:00:00", { requests: 6, openStreams: 3 });
    expect(await measured()).toMatchObject({
      count: 60,
      points: [
        ["2026-01-15T11:58:00.000Z", 4, 2],
        ["2026-01-15T11:59:00.000Z", 6, 3],
      ],
      total: { requests: 10, p50: 0.0035 },
      openStreams: 3,
    });
  });

  it("are one for each ten minutes of the last day, with the most streams that were open at once", async () => {
    for (const [minute, openStreams] of [1, 9, 2].entries()) await store(`11:5${minute + 4}:00`, { requests: 1, openStreams });
    await store("11:50:00", { requests: 7, openStreams: 5 });
    expect(await measured("24h")).toMatchObject({
      count: 144,
      points: [
        ["2026-01-15T11:40:00.000Z", 7, 5],
        ["2026-01-15T11:50:00.000Z", 3, 9],
      ],
    });
  });

  it("of several processes are added up", async () => {
    await store("12:00:00", { requests: 4, openStreams: 2, people: [{ login: "bob", requests: 4, refused: 1 }] });
    await store("12:00:00", { instance: "two:1", requests: 5, openStreams: 3, people: [{ login: "bob", requests: 5, refused: 0 }] });
    expect(await measured()).toMatchObject({ points: [["2026-01-15T11:59:00.000Z", 9, 5]], people: [{ login: "bob", requests: 9, refused: 1 }] });
  });

  it("name the five most active people and environments, and one that was removed by its number", async () => {
    const people = ["a", "b", "c", "d", "e", "f"].map((login, index) => ({ login, requests: 10 + index, refused: index }));
    const environments = [1, 7].map((id) => ({ id, requests: id, failed: 1 }));
    await store("11:59:00", { people, environments });
    await store("12:00:00", { people: people.slice(0, 1), environments });
    const { people: shown, environments: named } = await measured();
    expect(shown.map(({ login, requests }) => [login, requests])).toEqual([
      ["a", 20],
      ["f", 15],
      ["e", 14],
      ["d", 13],
      ["c", 12],
    ]);
    expect(named).toEqual([
      { id: 7, name: null, requests: 14, failed: 2 },
      { id: 1, name: "prod", requests: 2, failed: 2 },
    ]);
  });

  it("are kept for 48 hours, and a sample that is given again counts once", async () => {
    await store("11:59:00");
    await store("11:59:00");
    expect(await database.db.metricSample.count()).toBe(1);
    await database.db.$executeRaw`UPDATE "MetricSample" SET "at" = '2026-01-13T11:59:59.999+00:00'`;
    await store("12:00:00");
    expect((await database.db.metricSample.findMany()).map(({ at }) => at.toISOString())).toEqual(["2026-01-15T12:00:00.000Z"]);
  });
});
