import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{lib,server,scripts,components,app}/**/*.test.ts"],
          exclude: ["**/*.cluster.test.ts"],
          testTimeout: 20_000,
          maxWorkers: 2,
        },
      },
      // These talk to the real cluster that scripts/test.ts (or a person) has started.
      { test: { name: "cluster", include: ["{lib,server}/**/*.cluster.test.ts"], testTimeout: 60_000, hookTimeout: 120_000, fileParallelism: false } },
    ],
  },
});
