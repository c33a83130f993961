// A large instance, as the goals have it: a thousand of everything that is administered, ten thousand files.
import { randomBytes, randomUUID } from "node:crypto";
import { clusterUsername } from "#lib/access/index.ts";
import { databaseFile, migrate, openDatabase } from "#lib/db.ts";
import { createToken } from "#lib/kubeconfig/index.ts";
import { instanceKey, seal, sha256 } from "#lib/secrets.ts";
import { updateSettings } from "#lib/settings/index.ts";
import { createFirstAdminUnattended } from "#lib/users/index.ts";
import { addSamples } from "../../scripts/demo-samples.ts";
import { makeAuditRows } from "../audit/make-rows.ts";
import { insertRows, type Row } from "./insert-rows.ts";

export const size = { environments: 1_000, people: 1_000, teams: 1_000, files: 10_000, auditRows: 30_000 };
/** Of the person who looks at the pages: some are for every environment, which is the most that a list of files can hold. */
const own = { filesForAll: 5, files: 20 };
const membersEach = 5;
const tokensEach = 2;
const dayMs = 86_400_000;

export interface LargeInstance {
  person: { login: string; password: string };
  /** Of the person's file for every environment: the token of environment 1. */
  token: string;
  /** An id each, for pages of one thing. */
  userId: string;
  environmentId: number;
}

/** Fills an empty data directory; `cluster` stands behind every environment. */
export async function fillLargeInstance(dataDir: string, cluster: { server: string; caData: string }): Promise<LargeInstance> {
  const file = databaseFile(dataDir);
  const db = openDatabase(file);
  const now = new Date();
  const createdAt = new Date(now.getTime() - 90 * dayMs);
  // In decimal: hexadecimal reads as the login now and then.
  const person = { login: "ada", password: randomBytes(16).join("-") };
  const users = numbers(size.people).map((n) => ({ id: randomUUID(), login: `person${n}`, displayName: `Person ${n}`, createdAt }));
  const token = createToken(randomBytes(32));
  try {
    await migrate(db);
    await createFirstAdminUnattended(db, person, now);
    await updateSettings({ db, actor: { kind: "system" }, now }, { filesPerUserMax: 500 });
    await addSamples(db, { environmentIds: [1, 2, 3], logins: ["person1", "person2", "person3"] });
    const { id: personId } = await db.user.findUniqueOrThrow({ where: { login: person.login } });
    const people = { personId, userIds: users.map(({ id }) => id) };
    insertRows(file, { User: users, ...environmentRows({ key: instanceKey(dataDir), cluster, now, createdAt }) });
    insertRows(file, rightsRows(people, createdAt));
    insertRows(file, fileRows(people, { token, now }));
    makeAuditRows(file, size.auditRows);
    return { person, token, userId: users[0]?.id ?? "", environmentId: 1 };
  } finally {
    await db.$disconnect();
  }
}

interface People {
  personId: string;
  userIds: readonly string[];
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_none, index) => index + 1);
}

/** "payments-eu-west-1-0017": as many names as a platform has, that differ late. */
function nameOf(id: number): string {
  const product = ["payments", "orders", "search", "identity", "ledger"][id % 5];
  return `${product}-${regionOf(id)}-${String(id).padStart(4, "0")}`;
}

function regionOf(id: number): string {
  return ["eu-west-1", "eu-central-1", "us-east-1", "ap-south-1"][id % 4] ?? "";
}

interface EnvironmentsToAdd {
  key: Buffer;
  cluster: { server: string; caData: string };
  now: Date;
  createdAt: Date;
}

function environmentRows({ key, cluster, now, createdAt }: EnvironmentsToAdd): Record<string, Row[]> {
  const ids = numbers(size.environments);
  const probed = { probeOk: true, probedAt: now, lastReachableAt: now, version: "v1.36.0" };
  const labels = (id: number) => JSON.stringify({ env: id % 3 === 0 ? "prod" : "staging", region: regionOf(id) });
  const life = { issuedAt: now, expiresAt: new Date(now.getTime() + 365 * dayMs) };
  const credential = (environmentId: number, kind: string) => ({
    ...{ environmentId, kind, ...life },
    sealedToken: seal(key, `environment:${environmentId}:${kind}`, `credential-of-${environmentId}`),
  });
  const roles = ["view", "edit", "admin", "cluster-admin"];
  return {
    Environment: ids.map((id) => ({ id, name: nameOf(id), ...cluster, ...probed, labels: labels(id), createdAt })),
    EnvironmentCredential: ids.flatMap((id) => [credential(id, "proxy"), credential(id, "manager")]),
    EnvironmentClusterRole: ids.flatMap((environmentId) => roles.map((name) => ({ environmentId, name }))),
  };
}

/** Each with a grant of their own and those of five teams; the one who looks with a grant everywhere. All of it is in the clusters. */
function rightsRows({ personId, userIds }: People, createdAt: Date): Record<string, Row[]> {
  const teams = numbers(size.teams).map((n) => ({ id: randomUUID(), name: `team-${n}`, createdAt }));
  const everywhere = { clusterRole: "view", allNamespaces: true, namespaces: "[]", createdAt, createdBy: "ada" };
  const listed = { ...everywhere, clusterRole: "edit", allNamespaces: false, namespaces: '["api","web"]' };
  const environmentOf = (index: number) => 1 + (index % size.environments);
  const grants = [
    ...userIds.map((userId, index) => ({ userId, teamId: null, environmentId: environmentOf(index), ...listed })),
    ...teams.map(({ id: teamId }, index) => ({ userId: null, teamId, environmentId: environmentOf(index), ...everywhere })),
    ...numbers(size.environments).map((environmentId) => ({
      userId: personId,
      teamId: null,
      environmentId,
      ...(environmentId % 2 === 0 ? everywhere : listed),
    })),
  ];
  const groups = ["drawbridge:role:view", "drawbridge:role:edit:api", "drawbridge:role:edit:web"];
  const names = [{ kind: "user", name: clusterUsername("ada") }, ...groups.map((name) => ({ kind: "group", name }))];
  return {
    Team: teams,
    TeamMember: teams.flatMap(({ id: teamId }, index) => numbers(membersEach).map((n) => ({ teamId, userId: userIds[(index + n) % userIds.length] ?? "" }))),
    Grant: grants.map((grant) => ({ id: randomUUID(), ...grant })),
    AppliedSubject: numbers(size.environments).flatMap((environmentId) => names.map((name) => ({ environmentId, ...name, updatedAt: createdAt }))),
  };
}

/** `token` is that of the person's newest file for environment 1. */
function fileRows({ personId, userIds }: People, { token, now }: { token: string; now: Date }): Record<string, Row[]> {
  const all = numbers(size.environments);
  const files = numbers(size.files).map((n) => {
    const isOwn = n <= own.files;
    const person = n % userIds.length;
    const createdAt = new Date(now.getTime() - n * 60_000);
    // One in four of the others has ended, one in ten ends within a week.
    const days = isOwn ? 30 : n % 4 === 0 ? -1 : n % 10 === 1 ? 5 : 30;
    const owner = isOwn ? { ownerId: personId, ownerLogin: "ada" } : { ownerId: userIds[person] ?? "", ownerLogin: `person${person + 1}` };
    const environmentIds = isOwn ? (n <= own.filesForAll ? all : [1, 2, 3]) : numbers(tokensEach).map((index) => 1 + ((n + index) % size.environments));
    const times = { createdAt, expiresAt: new Date(now.getTime() + days * dayMs) };
    return { environmentIds, row: { id: `f${String(n).padStart(9, "0")}`, name: `laptop ${n}`, ...owner, ...times } };
  });
  const tokens = files.flatMap(({ row: { id, createdAt, expiresAt }, environmentIds }) =>
    environmentIds.map((environmentId) => {
      const names = { environmentName: nameOf(environmentId), entryName: nameOf(environmentId) };
      return { tokenHash: sha256(`${id} ${environmentId}`), kubeconfigId: id, environmentId, ...names, createdAt, expiresAt };
    }),
  );
  return {
    Kubeconfig: files.map(({ row }) => row),
    KubeconfigToken: tokens.map((row, index) => (index === 0 ? { ...row, tokenHash: sha256(token) } : row)),
  };
}
