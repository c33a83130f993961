// What an administrator sends along when they ask for help. Each part is picked by name: a new column with a secret is not in it by itself.
import { arch, platform, release } from "node:os";
import { configValues } from "../config.ts";
import { type Context, requireAdmin } from "../context.ts";
import type { Db } from "../db.ts";
import { healthOf } from "../environments/index.ts";
import { redact } from "../logger.ts";
import { readMetricHistory } from "../metric-samples/index.ts";
import { readRevision } from "../revision.ts";
import { readSettings } from "../settings/index.ts";
import { version } from "../version.ts";
import { keepLogLines } from "./log-lines.ts";

/** The bundle as indented JSON. Names, addresses and messages are in it; tokens, passwords, keys and credentials are not. Admins only. */
export async function makeSupportBundle(context: Context): Promise<string> {
  requireAdmin(context);
  const { db, now } = context;
  await keepLogLines(db, now).catch(() => {});
  const [schema, environments, counts, settings, revision, metrics, log] = await Promise.all([
    part(newestMigration(db)),
    part(readEnvironments(db)),
    part(readCounts(db, now)),
    part(readSettings(db)),
    part(readRevision(db)),
    part(readMetrics(context)),
    part(readLog(db)),
  ]);
  const bundle = {
    kind: "DrawbridgeSupportBundle",
    madeAt: now.toISOString(),
    versions: { drawbridge: version, node: process.version, system: `${platform()} ${release()} ${arch()}`, databaseSchema: schema },
    process: { uptimeSeconds: Math.round(process.uptime()), memory: process.memoryUsage() },
    revision,
    configuration: configValues(),
    settings,
    counts,
    environments,
    metrics,
    log,
  };
  // Messages come from clusters and networks: whatever they quote is looked at once more.
  return `${redact(JSON.stringify(bundle, null, 2))}\n`;
}

/** A bundle is asked for when something is broken: a part that cannot be read says so, and the others are there. */
async function part<T>(reading: Promise<T>): Promise<T | { unreadable: string }> {
  return reading.catch((error: unknown) => ({ unreadable: error instanceof Error ? error.message : String(error) }));
}

async function newestMigration(db: Db): Promise<string | null> {
  const rows = await db.$queryRaw<{ name: string }[]>`SELECT "name" FROM "Migration" ORDER BY "name" DESC LIMIT 1`;
  return rows[0]?.name ?? null;
}

async function readEnvironments(db: Db) {
  const rows = await db.environment.findMany({
    orderBy: { id: "asc" },
    include: {
      credentials: { select: { kind: true, issuedAt: true, expiresAt: true } },
      _count: { select: { grants: true, tokens: true, clusterRoles: true } },
    },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    server: row.server,
    trust: row.pinnedSha256 !== null ? "pinned" : row.caData !== null ? "ca" : "public",
    tlsServerName: row.tlsServerName,
    version: row.version,
    impersonation: row.impersonation,
    managesBindings: row.managesBindings,
    readOnly: row.readOnly,
    health: healthOf(row),
    reconcile: { at: row.reconciledAt, error: row.reconcileError },
    credentials: row.credentials,
    counts: row._count,
  }));
}

async function readCounts(db: Db, now: Date) {
  const isLive = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
  const [users, administrators, disabledUsers, teams, grants, kubeconfigs, liveKubeconfigs, sessions, auditEvents, unappliedNames] = await Promise.all([
    db.user.count(),
    db.user.count({ where: { isAdmin: true } }),
    db.user.count({ where: { disabledAt: { not: null } } }),
    db.team.count(),
    db.grant.count(),
    db.kubeconfig.count(),
    db.kubeconfig.count({ where: isLive }),
    db.session.count(),
    db.auditEvent.count(),
    db.appliedSubject.count({ where: { refusal: { not: null } } }),
  ]);
  return { users, administrators, disabledUsers, teams, grants, kubeconfigs, liveKubeconfigs, sessions, auditEvents, unappliedNames };
}

/** Requests, refusals, faults, latency and open streams: of the last hour by the minute, of the last day by ten minutes. Who asked for them is nobody's business who helps. */
async function readMetrics(context: Context) {
  const histories = await Promise.all((["1h", "24h"] as const).map((range) => readMetricHistory(context, range)));
  return histories.map(({ people: _people, ...history }) => history);
}

/** Oldest first. A line that was cut stays a text. */
async function readLog(db: Db): Promise<unknown[]> {
  const rows = await db.logLine.findMany({ orderBy: { id: "asc" } });
  return rows.map(({ line }) => parsed(line));
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
