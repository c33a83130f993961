// What a change costs those who ask meanwhile: all rights are read anew, beside the requests.
import { setTimeout as delay } from "node:timers/promises";
import { readAccess } from "#lib/access/index.ts";
import { type Db, databaseFile, openDatabase } from "#lib/db.ts";
import { addFileRow, publish } from "#server/testing/access-rows.ts";
import { openClient } from "./exchange.ts";
import type { Figure } from "./figures.ts";
import type { House } from "./house.ts";

/** Longer than the proxy takes to see a change and to read all of it. */
const windowMs = 1_000;
const longestMs = 30_000;

export async function measureChanges(house: House, { times, signal }: { times: number; signal: AbortSignal }): Promise<Figure[]> {
  const db = openDatabase(databaseFile(house.dataDir));
  const client = openClient(house.ca);
  const path = `/api/endpoints/${house.environmentId}/kubernetes/api/v1/namespaces/default/configmaps/small`;
  const ask = (token: string) => client.ask({ url: house.url + path, headers: { authorization: `Bearer ${token}` } });
  const longestIn = async () => {
    const deadline = performance.now() + windowMs;
    let longest = 0;
    while (performance.now() < deadline) {
      const { code, wholeMs } = await ask(house.token);
      if (code !== 200) throw new Error(`${path}: ${code}`);
      longest = Math.max(longest, wholeMs);
      await delay(2, undefined, { signal });
    }
    return longest;
  };
  const [quiet, changing, reading, revoking]: [number[], number[], number[], number[]] = [[], [], [], []];
  try {
    await longestIn();
    for (let count = 0; count < times; count++) {
      quiet.push(await longestIn());
      await publish(db);
      changing.push(await longestIn());
      reading.push(await millisecondsOf(() => readAccess(db)));
      revoking.push(await untilRefused(db, house, ask));
    }
  } finally {
    client.close();
    await db.$disconnect();
  }
  return [
    { goal: "", what: "Longest of a second's requests, nothing changes", unit: "ms", values: quiet, most: null },
    { goal: "B10", what: "Longest of a second's requests, all rights read anew", unit: "ms", values: changing, most: 50 },
    { goal: "", what: "All rights read, by a process of its own", unit: "ms", values: reading, most: null },
    { goal: "", what: "Revoked to refused", unit: "ms", values: revoking, most: 5_000 },
  ];
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function untilRefused(db: Db, { environmentId }: House, ask: (token: string) => Promise<{ code: number }>): Promise<number> {
  const { id: ownerId } = await db.user.findUniqueOrThrow({ where: { login: "ada" } });
  const { id, token } = await addFileRow(db, { ownerId, environmentId });
  await publish(db);
  const until = async (code: number) => {
    const deadline = performance.now() + longestMs;
    while ((await ask(token)).code !== code) if (performance.now() > deadline) throw new Error(`no ${code} in ${longestMs / 1000} s`);
  };
  await until(200);
  await db.kubeconfig.update({ where: { id }, data: { revokedAt: new Date(), revokedBy: "ada", endReason: "revoked" } });
  await publish(db);
  return millisecondsOf(() => until(401));
}
