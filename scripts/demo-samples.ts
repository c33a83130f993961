// A day behind the demo, so that its overview has something to show: the figures of a small team's working day, the same each time.
import type { Db } from "#lib/db.ts";

const minutes = 24 * 60;
const minuteMs = 60_000;

/** Fills the overview's last 24 hours with made-up figures of `logins` and the environments, the busiest first. */
export async function addSamples(db: Db, { environmentIds, logins }: { environmentIds: readonly number[]; logins: readonly string[] }): Promise<void> {
  const random = lehmer(20_261_128);
  const last = Math.floor(Date.now() / minuteMs) * minuteMs;
  const data = Array.from({ length: minutes }, (_none, index) => {
    const at = new Date(last - (minutes - 1 - index) * minuteMs);
    const requests = Math.round(busyness(at) * (40 + 60 * random()));
    const refused = random() < 0.25 ? Math.round(requests * 0.05 * random()) : 0;
    const failed = index > minutes - 40 && index < minutes - 34 ? Math.round(requests * 0.2) : 0;
    return {
      ...{ at, instance: "demo:1", seconds: 60, requests, refused, failed, unauthenticated: random() < 0.02 ? 1 : 0 },
      durations: JSON.stringify(spread(requests, failed > 0)),
      openStreams: Math.round(busyness(at) * 9 + 3 * random()),
      people: JSON.stringify(shared(requests, logins).map(([login, count]) => [login, count, login === logins[0] ? refused : 0])),
      environments: JSON.stringify(shared(requests, environmentIds).map(([id, count]) => [id, count, id === environmentIds[0] ? failed : 0])),
    };
  });
  await db.metricSample.createMany({ data });
}

/** 0 to 1: quiet at night, a dip at noon, by UTC. */
function busyness(at: Date): number {
  const hour = at.getUTCHours() + at.getUTCMinutes() / 60;
  const bell = (middle: number, width: number) => Math.exp(-(((hour - middle) / width) ** 2));
  return 0.06 + 0.8 * bell(10, 2) + 0.9 * bell(15, 2.4);
}

/** Over the buckets of durations: most answers take 5 to 25 ms, and longer while something fails. */
function spread(requests: number, slow: boolean): number[] {
  const shares = slow ? [0, 0.05, 0.15, 0.3, 0.2, 0.1, 0.08, 0.06, 0.04, 0.02] : [0.04, 0.34, 0.36, 0.19, 0.04, 0.015, 0.01, 0.005];
  return Array.from({ length: 15 }, (_none, index) => Math.round((shares[index] ?? 0) * requests));
}

/** The first has the most, each next one half as many. */
function shared<T>(requests: number, names: readonly T[]): [T, number][] {
  return names
    .map((name, index): [T, number] => [name, Math.round(requests * (index === names.length - 1 ? 0.5 ** index : 0.5 ** (index + 1)))])
    .filter(([, count]) => count > 0);
}

/** Park and Miller's generator: the same numbers for the same seed. */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
