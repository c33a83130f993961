// Builds the pages when their sources are not the ones that the last build was made of.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { compressFiles } from "./compressed-files.ts";

const sources = [
  "{app,components,lib}/**/*.{ts,tsx,css,svg,ico}",
  "instrumentation.ts",
  "prisma/schema.prisma",
  "package-lock.json",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
];

/** Whether `.next` holds a build of exactly these sources. */
export function isBuilt(root: string): boolean {
  const stamp = stampFile(root);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === sourceHash(root);
}

/** Runs `next build`. Rejects with the build's own output when it fails. */
export async function buildPages(root: string): Promise<void> {
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const child = spawn(process.execPath, [next, "build"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  // Left behind, it would still write into `.next` while the next start builds there too.
  const end = () => child.kill();
  process.once("exit", end);
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  process.off("exit", end);
  if (code !== 0) throw new Error(`The pages could not be built:\n${Buffer.concat(output).toString("utf8")}`);
  await compressFiles(root);
  markBuilt(root);
}

/** Notes that `.next` is made of the present sources. */
export function markBuilt(root: string): void {
  writeFileSync(stampFile(root), sourceHash(root));
}

function stampFile(root: string): string {
  return path.join(root, ".next/drawbridge-sources");
}

function sourceHash(root: string): string {
  const hash = createHash("sha256");
  const files = globSync(sources, { cwd: root }).filter((file) => !/\.test\.tsx?$/.test(file));
  for (const file of files.sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update("\0");
  return hash.digest("hex");
}
