// What the proxy must know to decide, in one consistent read. Sealed credentials stay sealed here.
import { z } from "zod";
import type { Db } from "../db.ts";
import type { EnvironmentConnection } from "../environments/schema.ts";
import { readRevision } from "../revision.ts";
import type { GrantRule, Subject } from "./policy.ts";

export interface EnvironmentAccess {
  id: number;
  name: string;
  disabled: boolean;
  connection: EnvironmentConnection;
  /** The data path's credential; null until the installation has stored one. */
  sealedToken: string | null;
  /** Of that credential; null: none, or it does not expire. */
  credentialExpiresAt: Date | null;
  /** What the newest probe said; null before the first one. */
  reachable: boolean | null;
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
  ownerId: string;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

export interface TokenAccess {
  file: FileAccess;
  /** Null: the environment was removed. */
  environmentId: number | null;
  environmentName: string;
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
    const environments = await transaction.environment.findMany({
      include: { credentials: { where: { kind: "proxy" } }, appliedSubjects: { where: { refusal: null }, select: { kind: true, name: true } } },
    });
    const users = await transaction.user.findMany({
      select: { id: true, login: true, disabledAt: true, memberships: { select: { team: { select: { id: true, name: true } } } } },
    });
    const grants = grantsBySubject(await transaction.grant.findMany());
    const tokens = await transaction.$queryRaw<{ rows: string }[]>`
      SELECT json_group_array(json_array(t."tokenHash", t."environmentId", t."environmentName", f."id", f."name", f."ownerId", f."expiresAt", f."revokedAt")) AS "rows"
      FROM "KubeconfigToken" t JOIN "Kubeconfig" f ON f."id" = t."kubeconfigId"`;
    return {
      revision,
      environments: new Map(environments.map((row) => [row.id, environmentAccess(row)])),
      users: new Map(users.map((row) => [row.id, userAccess(row, grants)])),
      tokens: tokensByHash(tokenRows.parse(JSON.parse(tokens[0]?.rows ?? "[]"))),
    };
  });
}

interface EnvironmentRow extends EnvironmentConnection {
  id: number;
  name: string;
  disabledAt: Date | null;
  probeOk: boolean | null;
  credentials: { sealedToken: string; expiresAt: Date | null }[];
  appliedSubjects: { kind: string; name: string }[];
}

function environmentAccess(row: EnvironmentRow): EnvironmentAccess {
  const confirmed = (kind: string) => new Set(row.appliedSubjects.filter((subject) => subject.kind === kind).map((subject) => subject.name));
  return {
    id: row.id,
    name: row.name,
    disabled: row.disabledAt !== null,
    connection: { server: row.server, caData: row.caData, pinnedSha256: row.pinnedSha256, tlsServerName: row.tlsServerName },
    sealedToken: row.credentials[0]?.sealedToken ?? null,
    credentialExpiresAt: row.credentials[0]?.expiresAt ?? null,
    reachable: row.probeOk,
    confirmedUsers: confirmed("user"),
    confirmedGroups: confirmed("group"),
  };
}

interface UserRow {
  id: string;
  login: string;
  disabledAt: Date | null;
  memberships: { team: { id: string; name: string } }[];
}

interface GrantRow {
  userId: string | null;
  teamId: string | null;
  environmentId: number;
  clusterRole: string;
  allNamespaces: boolean;
  namespaces: string;
}

function grantsBySubject(grants: readonly GrantRow[]): Map<string, GrantRow[]> {
  const result = new Map<string, GrantRow[]>();
  for (const grant of grants) {
    const subjectId = grant.userId ?? grant.teamId;
    if (subjectId !== null) result.set(subjectId, [...(result.get(subjectId) ?? []), grant]);
  }
  return result;
}

function userAccess(row: UserRow, grants: ReadonlyMap<string, readonly GrantRow[]>): UserAccess {
  const rules = new Map<number, GrantRule[]>();
  for (const grant of [row.id, ...row.memberships.map((membership) => membership.team.id)].flatMap((id) => grants.get(id) ?? [])) {
    const rule = { clusterRole: grant.clusterRole, namespaces: grant.allNamespaces ? null : parseNamespaces(grant.namespaces) };
    rules.set(grant.environmentId, [...(rules.get(grant.environmentId) ?? []), rule]);
  }
  return { id: row.id, login: row.login, disabled: row.disabledAt !== null, teams: row.memberships.map((membership) => membership.team.name), rules };
}

/** Anything but a list of names is no namespace at all, never every namespace. */
function parseNamespaces(text: string): string[] {
  const names: unknown = JSON.parse(text);
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

const tokenRows = z.array(
  z.tuple([z.string(), z.number().nullable(), z.string(), z.string(), z.string(), z.string(), z.string().nullable(), z.string().nullable()]),
);

/** Tokens are many, and are read as one JSON value: row by row they would keep the proxy's own thread busy several times as long. */
function tokensByHash(rows: z.infer<typeof tokenRows>): Map<string, TokenAccess> {
  const files = new Map<string, FileAccess>();
  const result = new Map<string, TokenAccess>();
  for (const [tokenHash, environmentId, environmentName, id, name, ownerId, expiresAt, revokedAt] of rows) {
    const file = files.get(id) ?? { id, name, ownerId, expiresAt: toDate(expiresAt), revokedAt: toDate(revokedAt) };
    files.set(id, file);
    result.set(tokenHash, { file, environmentId, environmentName });
  }
  return result;
}

function toDate(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
