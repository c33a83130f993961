import { defineConfig } from "@playwright/test";
import { ensureBrowser } from "./browser.ts";
import { pairCount } from "./cluster/pair.ts";

// Awaited here, so that the browser is unpacked before any worker starts.
const { executablePath, env } = await ensureBrowser();

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../test-results",
  globalSetup: "./cluster/global-setup.ts",
  workers: pairCount(),
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  // Each picture is drawn by the same browser with its own fonts: pixel by pixel as here, on every machine.
  expect: { timeout: 20_000, toHaveScreenshot: { threshold: 0.02, maxDiffPixelRatio: 0.001 } },
  snapshotPathTemplate: "{testDir}/{testFileDir}/pictures/{arg}{ext}",
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
