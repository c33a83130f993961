import type { Context } from "../context.ts";
import type { Expiry } from "../file-expiry/schema.ts";
import { contextOfPerson, openTestDatabase, type TestDatabase } from "./database.ts";

export const day = 86_400;
export const target = { serverUrl: "https://drawbridge.example", certificateAuthority: null };

/** People, environments and grants from which files can be made. */
export interface FileHouse extends TestDatabase {
  /** `web` and `api` in environment 1 by himself, everything in 2 by his team `ops`. 3 is nobody's, 4 is bob's but switched off. */
  bob: Context;
  bobId: string;
  teamId: string;
  eve: Context;
  admin: Context;
  /** What bob asks for: both environments, for a week. */
  granted: { environmentIds: number[]; name: string; expiry: Expiry; currentEnvironmentId: null };
}

export async function openFileHouse(): Promise<FileHouse> {
  const store = await openTestDatabase();
  const { db } = store;
  const bob = await contextOfPerson(db, "bob");
  const eve = await contextOfPerson(db, "eve");
  const admin = await contextOfPerson(db, "ada", { isAdmin: true });
  const createdAt = bob.now;
  for (const [index, name] of ["prod", "Prod", "other", "off"].entries()) {
    await db.environment.create({ data: { id: index + 1, name, server: "https://cluster.example", createdAt, disabledAt: name === "off" ? createdAt : null } });
  }
  const bobId = personOf(bob);
  const team = await db.team.create({ data: { name: "ops", createdAt, members: { create: { userId: bobId } } } });
  const grant = { clusterRole: "edit", createdAt, createdBy: "ada" };
  await db.grant.create({ data: { ...grant, userId: bobId, environmentId: 1, allNamespaces: false, namespaces: '["api","web"]' } });
  await db.grant.create({ data: { ...grant, teamId: team.id, environmentId: 2, allNamespaces: true, namespaces: "[]" } });
  await db.grant.create({ data: { ...grant, userId: bobId, environmentId: 4, allNamespaces: true, namespaces: "[]" } });
  const granted = { environmentIds: [1, 2], name: "laptop", expiry: { seconds: 7 * day }, currentEnvironmentId: null };
  return { ...store, bob, bobId, teamId: team.id, eve, admin, granted };
}

function personOf(context: Context): string {
  if (context.actor.kind !== "person") throw new Error("not a person");
  return context.actor.person.id;
}

/** The same person, so many seconds later. */
export function later(context: Context, seconds: number): Context {
  return { ...context, now: new Date(context.now.getTime() + seconds * 1000) };
}
