import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { cacheDir } from "./cluster/go-build.ts";
import { report } from "./cluster/report.ts";

export type Browser = { executablePath: string; env: NodeJS.ProcessEnv };

/**
 * The Chromium to test with: the one named by PLAYWRIGHT_CHROMIUM, or the one that comes as a package with all the
 * libraries it needs, unpacked once per user.
 */
export async function ensureBrowser(): Promise<Browser> {
  const own = process.env.PLAYWRIGHT_CHROMIUM;
  if (own) return { executablePath: own, env: process.env };
  const folder = join(cacheDir(), `chromium-${packageVersion()}`);
  if (!existsSync(folder)) await unpack(folder);
  const libraries = { LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_PATH: join(folder, "fonts") };
  return { executablePath: join(folder, "chromium"), env: { ...process.env, ...libraries } };
}

/** In a process of its own, as the package unpacks into the temporary folder and changes the environment. */
async function unpack(folder: string): Promise<void> {
  report("unpacking the browser, once …");
  mkdirSync(cacheDir(), { recursive: true });
  const work = mkdtempSync(`${folder}.unpacking-`);
  try {
    const script = `await (await import("@sparticuz/chromium")).default.executablePath()`;
    // The package adds the libraries only where it believes to be in this cloud function.
    const env = { ...process.env, TMPDIR: work, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" };
    await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], { cwd: import.meta.dirname, env });
    moveFonts(work, folder);
    renameSync(work, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The package's font list names the temporary folder of its cloud function. */
function moveFonts(work: string, folder: string): void {
  const list = join(work, "fonts", "fonts.conf");
  writeFileSync(list, readFileSync(list, "utf8").replaceAll("/tmp/fonts", join(folder, "fonts")));
}

function packageVersion(): string {
  const file = join(import.meta.dirname, "..", "node_modules", "@sparticuz", "chromium", "package.json");
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).version;
}
