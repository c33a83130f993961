import { startPostgresql } from "./server.ts";

/** For a run of vitest on PostgreSQL. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startPostgresql();
  process.env.DRAWBRIDGE_TEST_POSTGRESQL = server.url;
  return server.stop;
}
