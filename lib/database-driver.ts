// libSQL works on our one thread. When another program (a backup, somebody's sqlite3) has the database's lock, it would wait for it on
// that thread, and everybody's streams with it. So before something is written we wait here, where others go on meanwhile, until the lock
// can be had.
import { setTimeout as sleep } from "node:timers/promises";
import { PrismaLibSql } from "@prisma/adapter-libsql";

export type DatabaseDriver = PrismaLibSql;
type Connection = Awaited<ReturnType<DatabaseDriver["connect"]>>;
type Queries = Pick<Connection, "queryRaw" | "executeRaw">;
type Statement = Parameters<Connection["queryRaw"]>[0];

/** Called before each statement of a connection, or of one transaction; what it throws, the statement's caller gets. */
export type BeforeStatement = (sql: string) => Promise<void>;
export type BeforeStatements = (scope: "connection" | "transaction") => BeforeStatement;

/** How long a statement waits for the lock. */
const lockMs = 5000;
const retryMs = { first: 5, longest: 100 };

/** The driver for `file`, made if absent. A statement that would write fails when the lock is not free within five seconds. */
export function openDriver(file: string): DatabaseDriver {
  const url = `file:${file}`;
  // The lock may be taken again between our look and the statement: then the thread waits, but not for long.
  const driver = new PrismaLibSql({ url, timeout: 500 });
  const { connect } = driver;
  driver.connect = async () => {
    // A connection of its own: libSQL leaves a statement that found the lock taken open until it is collected as garbage, and an open
    // statement keeps its connection from committing. A script leaves nothing.
    const looking = await new PrismaLibSql({ url }).connect();
    const connection = prepend(await connect.call(driver), (scope) => {
      let ours: Promise<void> | undefined;
      return async (sql) => {
        if (!mayWrite(sql)) return;
        if (scope === "connection") return untilLockIsFree(looking);
        // A transaction keeps it from its first write on. That may be several statements at once: Prisma splits what is too long for one.
        ours ??= untilLockIsFree(looking);
        await ours;
      };
    });
    const { dispose } = connection;
    connection.dispose = async () => {
      await looking.dispose();
      await dispose.call(connection);
    };
    return connection;
  };
  return driver;
}

/** `driver`, with `before` ahead of each of its statements. */
export function runBefore(driver: DatabaseDriver, before: BeforeStatements): DatabaseDriver {
  const { connect } = driver;
  driver.connect = async () => prepend(await connect.call(driver), before);
  return driver;
}

function prepend(connection: Connection, before: BeforeStatements): Connection {
  const { startTransaction } = connection;
  prependTo(connection, before("connection"));
  connection.startTransaction = async (level) => prependTo(await startTransaction.call(connection, level), before("transaction"));
  return connection;
}

function prependTo<T extends Queries>(queries: T, before: BeforeStatement): T {
  const { queryRaw, executeRaw } = queries;
  queries.queryRaw = async (statement: Statement) => {
    await before(statement.sql);
    return queryRaw.call(queries, statement);
  };
  queries.executeRaw = async (statement: Statement) => {
    await before(statement.sql);
    return executeRaw.call(queries, statement);
  };
  return queries;
}

function mayWrite(sql: string): boolean {
  return !/^\s*select\b/i.test(sql);
}

async function untilLockIsFree(looking: Connection): Promise<void> {
  const until = performance.now() + lockMs;
  for (let waitMs = retryMs.first; ; waitMs = Math.min(waitMs * 2, retryMs.longest)) {
    try {
      await looking.executeScript("BEGIN IMMEDIATE; ROLLBACK");
      return;
    } catch (error) {
      if (performance.now() + waitMs > until) throw new Error("the database is locked by another program", { cause: error });
    }
    await sleep(waitMs);
  }
}
