import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export interface GoPrograms {
  load: string;
  reference: string;
}

/** Builds load generator and reference; Go's own cache makes that half a second when nothing changed. Throws when there is no Go. */
export function buildGoPrograms(): GoPrograms {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "drawbridge", "bench");
  mkdirSync(folder, { recursive: true });
  // Where Go's own archive puts it, for shells that do not know yet.
  const env = { ...process.env, CGO_ENABLED: "0", PATH: `${process.env.PATH}:/usr/local/go/bin` };
  execFileSync("go", ["build", "-trimpath", "-o", `${folder}/`, "./load", "./reference"], { cwd: import.meta.dirname, env, stdio: "inherit" });
  return { load: join(folder, "load"), reference: join(folder, "reference") };
}
