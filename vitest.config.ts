import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { pairCount } from "./e2e/cluster/pair.ts";

/** Of the server: what speaks to the database beside lib. */
const besides = ["server/proxy/audit-recorder.test.ts", "server/audit-webhook/*.test.ts"];

/** Those of lib that use a database, those of the server that do so themselves, and those that are about PostgreSQL alone. */
function postgresqlTests(): string[] {
  const doors = globSync("lib/**/*.test.ts").filter((file) => /\bopen(?:TestDatabase|FileHouse)\b/.test(readFileSync(file, "utf8")));
  return [...new Set([...doors, ...globSync(["{lib,server,scripts}/**/*.postgresql.test.ts", ...besides])])];
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{lib,server,scripts,components,app}/**/*.test.ts"],
          exclude: ["**/*.cluster.test.ts", "**/*.postgresql.test.ts"],
          testTimeout: 20_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      // The doors once more, on a real PostgreSQL.
      {
        test: {
          name: "postgresql",
          include: postgresqlTests(),
          globalSetup: "e2e/postgresql/global-setup.ts",
          setupFiles: "lib/testing/no-deprecations.ts",
          testTimeout: 20_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      // These talk to the real cluster that scripts/test.ts (or a person) has started.
      { test: { name: "cluster", include: ["{lib,server}/**/*.cluster.test.ts"], testTimeout: 60_000, hookTimeout: 120_000, maxWorkers: pairCount() } },
    ],
  },
});
