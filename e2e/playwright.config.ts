import { defineConfig } from "@playwright/test";
import { ensureBrowser } from "./browser.ts";

// Awaited here, so that the browser is unpacked before any worker starts.
const { executablePath, env } = await ensureBrowser();

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../test-results",
  globalSetup: "./cluster/global-setup.ts",
  // Two clusters, a browser and a gateway each already fill a small machine.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    ignoreHTTPSErrors: true,
    launchOptions: { executablePath, env: definedOnly(env) },
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
  },
});

function definedOnly(variables: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}
