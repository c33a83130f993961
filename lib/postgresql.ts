// The client for PostgreSQL. It is that of the embedded database in everything but its class: models, inputs and rows are the same
// (docs/decisions/0024-postgresql.md), so that all code is written against the one.
import { PrismaPg } from "@prisma/adapter-pg";
import { Pool } from "pg";
import type { PrismaClient } from "#prisma/generated/client.ts";
import { getPrismaClientClass } from "#prisma/generated/postgresql/class.ts";

/** Milliseconds. A server that is away is told within seconds, one that falls silent by its host, and no statement of ours is a long one. */
const limits = {
  ...{ connectionTimeoutMillis: 5000, statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000, idleTimeoutMillis: 30_000 },
  ...{ keepAlive: true, keepAliveInitialDelayMillis: 30_000 },
};

/** Connections of one process, unless the URL's `max` says another number (lib/config.ts has checked it). */
const connectionsMax = 10;

export function isPostgresqlUrl(location: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(location);
}

/** Connections for statements beside the ORM, at most `most` at once. Connects with the first one; the caller ends it. */
export function openConnections(url: string, most: number): Pool {
  const pool = new Pool({ connectionString: url, max: most, ...limits });
  pool.on("error", () => {}); // An idle connection that the server ended: the next statement opens another.
  return pool;
}

/** PostgreSQL's text cannot hold U+0000, which a path (`%00`) or a form may bring: U+FFFD stands for it. */
export function storable<T>(value: T): T | string {
  return typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
}

/** Connects with the first statement. */
export function openPostgresql(url: string): PrismaClient {
  const pool = openConnections(url, Number(new URL(url).searchParams.get("max") ?? connectionsMax));
  const adapter = careful(new PrismaPg(pool, { disposeExternalPool: true }));
  const Client = getPrismaClientClass();
  return new Client({ adapter, transactionOptions: { maxWait: 10_000, timeout: 10_000 } });
}

type Connection = Awaited<ReturnType<PrismaPg["connect"]>>;
type Queries = Pick<Connection, "queryRaw" | "executeRaw">;
type Statement = Parameters<Connection["queryRaw"]>[0];

/** `adapter`, whose statements have storable values, and wait for each other in a transaction. */
function careful(adapter: PrismaPg): PrismaPg {
  const { connect } = adapter;
  adapter.connect = async () => {
    const connection = prepare(await connect.call(adapter), (run) => run());
    const { startTransaction } = connection;
    connection.startTransaction = async (level) => prepare(await startTransaction.call(connection, level), oneAfterAnother());
    return connection;
  };
  return adapter;
}

type InTurn = <R>(run: () => Promise<R>) => Promise<R>;

/** A transaction has one connection, which takes one statement at a time. The ORM gives it several at once, for what a row refers to. */
function oneAfterAnother(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const turn = last.then(run);
    last = turn.catch(() => {});
    return turn;
  };
}

function prepare<T extends Queries>(queries: T, inTurn: InTurn): T {
  const { queryRaw, executeRaw } = queries;
  const stored = (statement: Statement) => ({ ...statement, args: statement.args.map((value) => storable(value)) });
  queries.queryRaw = (statement) => inTurn(() => queryRaw.call(queries, stored(statement)));
  queries.executeRaw = (statement) => inTurn(() => executeRaw.call(queries, stored(statement)));
  return queries;
}
