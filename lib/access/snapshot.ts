// What the proxy must know to decide, in one consistent read. Sealed credentials stay sealed here.
import type { Db } from "../db.ts";
import type { EnvironmentConnection } from "../environments/schema.ts";
import { readRevision } from "../revision.ts";
import { asOfOneMoment } from "./json-rows.ts";
import type { GrantRule, Subject } from "./policy.ts";
import { readSnapshotRows, type SnapshotRows } from "./snapshot-rows.ts";

export interface EnvironmentAccess {
  id: number;
  name: string;
  disabled: boolean;
  /** Only reading goes through; see also lib/access/impersonation-rules.ts. */
  readOnly: boolean;
  connection: EnvironmentConnection;
  /** The data path's credential; null until the installation has stored one. */
  sealedToken: string | null;
  /** Of that credential; null: none, or it does not expire. */
  credentialExpiresAt: Date | null;
  /** What the newest probe said; null before the first one. */
  reachable: boolean | null;
  /** exec, attach, port-forward and proxying need the right to `create`, whatever the method. */
  connectAsCreate: boolean;
  confirmedUsers: ReadonlySet<string>;
  confirmedGroups: ReadonlySet<string>;
}

export interface UserAccess extends Subject {
  disabled: boolean;
  /** By environment id: the person's own grants and those of their teams. */
  rules: ReadonlyMap<number, readonly GrantRule[]>;
}

export interface FileAccess {
  id: string;
  name: string;
  /** Null: the owner was deleted. */
  ownerId: string | null;
  /** Of its longest-lived token. Null: never. */
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** Why it was revoked; see prisma/schema.prisma. */
  endReason: string | null;
}

export interface TokenAccess {
  file: FileAccess;
  /** Null: the environment was removed. */
  environmentId: number | null;
  environmentName: string;
  createdAt: Date;
  /** Null: never. */
  expiresAt: Date | null;
  /** Of this token alone: its file may live. */
  revokedAt: Date | null;
  /** When the file was renewed, and got another token in this one's place. */
  replacedAt: Date | null;
}

export interface Access {
  revision: number;
  environments: ReadonlyMap<number, EnvironmentAccess>;
  users: ReadonlyMap<string, UserAccess>;
  /** By SHA-256 of the token. */
  tokens: ReadonlyMap<string, TokenAccess>;
}

/** Reads users, grants, files and environments as of one revision. Throws when the database cannot be read. */
export async function readAccess(db: Db): Promise<Access> {
  return db.$transaction(async (transaction) => {
    const revision = await readRevision(transaction);
    const rows = await readSnapshotRows(transaction);
    return { revision, environments: environmentsById(rows), users: usersById(rows), tokens: tokensByHash(rows) };
  }, asOfOneMoment);
}
function environmentsById({ environments, credentials, applied }: SnapshotRows): Map<number, EnvironmentAccess> {
  const proxyCredentials = new Map(credentials.filter(({ kind }) => kind === "proxy").map((credential) => [credential.environmentId, credential]));
  const confirmed = Map.groupBy(
    applied.filter(({ refusal }) => refusal === null),
    ({ environmentId }) => environmentId,
  );
  const namesOf = (id: number, kind: string) => new Set(confirmed.get(id)?.flatMap((subject) => (subject.kind === kind ? subject.name : [])));
  const access = ({ id, name, readOnly, connectAsCreate, disabledAt, probeOk, ...connection }: SnapshotRows["environments"][number]): EnvironmentAccess => ({
    ...{ id, name, readOnly, connectAsCreate, connection, disabled: disabledAt !== null, reachable: probeOk },
    sealedToken: proxyCredentials.get(id)?.sealedToken ?? null,
    credentialExpiresAt: proxyCredentials.get(id)?.expiresAt ?? null,
    confirmedUsers: namesOf(id, "user"),
    confirmedGroups: namesOf(id, "group"),
  });
  return new Map(environments.map((row) => [row.id, access(row)]));
}

function usersById({ users, teams, members, grants }: SnapshotRows): Map<string, UserAccess> {
  const teamNames = new Map(teams.map(({ id, name }) => [id, name]));
  const membershipsOf = Map.groupBy(members, ({ userId }) => userId);
  const grantsOf = Map.groupBy(grants, ({ userId, teamId }) => userId ?? teamId);
  const access = ({ id, login, disabledAt }: SnapshotRows["users"][number]): UserAccess => {
    const teamIds = membershipsOf.get(id)?.map(({ teamId }) => teamId) ?? [];
    const own = [id, ...teamIds].flatMap((subject) => grantsOf.get(subject) ?? []);
    return { id, login, disabled: disabledAt !== null, teams: teamIds.flatMap((teamId) => teamNames.get(teamId) ?? []), rules: rulesOf(own) };
  };
  return new Map(users.map((row) => [row.id, access(row)]));
}

/** By environment. */
function rulesOf(grants: SnapshotRows["grants"]): Map<number, GrantRule[]> {
  const rules = new Map<number, GrantRule[]>();
  for (const { environmentId, clusterRole, allNamespaces, namespaces } of grants) {
    const rule = { clusterRole, namespaces: allNamespaces ? null : parseNamespaces(namespaces) };
    rules.set(environmentId, [...(rules.get(environmentId) ?? []), rule]);
  }
  return rules;
}

/** Anything but a list of names is no namespace at all, never every namespace. */
function parseNamespaces(text: string): string[] {
  const names: unknown = JSON.parse(text);
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

function tokensByHash({ files, tokens }: SnapshotRows): Map<string, TokenAccess> {
  const filesById = new Map<string, FileAccess>(files.map((file) => [file.id, file]));
  const result = new Map<string, TokenAccess>();
  // Field by field: of tens of thousands, the rest of a row as an object of its own takes several times as long.
  for (const { tokenHash, kubeconfigId, environmentId, environmentName, createdAt, expiresAt, revokedAt, replacedAt } of tokens) {
    const file = filesById.get(kubeconfigId);
    if (file) result.set(tokenHash, { file, environmentId, environmentName, createdAt, expiresAt, revokedAt, replacedAt });
  }
  return result;
}
