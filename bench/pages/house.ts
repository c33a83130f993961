// The instance that is measured: filled, started as `npm start` does, and a browser that is signed in.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import { ensureBrowser } from "#e2e/browser.ts";
import { createClusterKeys } from "#e2e/cluster/certificates.ts";
import { startProcess } from "#e2e/cluster/processes.ts";
import { signIn } from "#e2e/steps.ts";
import { startDrawbridge } from "../drawbridge.ts";
import { addressOf } from "../log-line.ts";
import { cores, moveTo, pinned } from "../pinned.ts";
import { fillLargeInstance, type LargeInstance } from "./fill.ts";

export interface House extends LargeInstance {
  url: string;
  pid: number;
  dataDir: string;
  /** PEM of the CA behind its certificate. */
  ca: string;
  browser: Browser;
  /** Signed in, with all scripts in its cache. */
  context: BrowserContext;
}

/** All that is started is recorded in `stateDir`, and ends with it; the browser is closed by the caller. */
export async function openHouse({ stateDir, product }: { stateDir: string; product: string }): Promise<House> {
  const keys = await createClusterKeys("bench");
  const file = (name: string, content: string) => {
    writeFileSync(join(stateDir, name), content, { mode: 0o600 });
    return join(stateDir, name);
  };
  const certFile = file("server.crt", keys.apiServer.certificate);
  const keyFile = file("server.key", keys.apiServer.key);
  startProcess(stateDir, "cluster", pinned(cores.others, [process.execPath, join(import.meta.dirname, "cluster.ts"), certFile, keyFile]));
  const server = `https://${await addressOf(stateDir, "cluster", /listening on (\S+)\n/)}`;
  const dataDir = join(stateDir, "data");
  mkdirSync(dataDir, { mode: 0o700 });
  const filled = await fillLargeInstance(dataDir, { server, caData: keys.certificateAuthority });
  const { url, pid } = await startDrawbridge({ stateDir, name: "drawbridge", product, dataDir, certFile, keyFile });
  // What measures, and the browser that it starts, leave the product its core.
  moveTo(cores.others, process.pid);
  const ca = readFileSync(file("ca.crt", keys.certificateAuthority), "utf8");
  const browser = await launch();
  try {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await signIn(page, url, filled.person);
    await page.close();
    return { ...filled, url, pid, dataDir, ca, browser, context };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function launch(): Promise<Browser> {
  const { executablePath, env } = await ensureBrowser();
  const variables = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return chromium.launch({ executablePath, env: Object.fromEntries(variables), handleSIGINT: false, handleSIGTERM: false });
}

/** The session, as the browser sends it. */
export async function cookieOf({ context, url }: House): Promise<string> {
  return (await context.cookies(url)).map(({ name, value }) => `${name}=${value}`).join("; ");
}
