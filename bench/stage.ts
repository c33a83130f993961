import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { markBuilt } from "#server/page-build.ts";

const root = join(import.meta.dirname, "..");
const parts = ["app", "bench", "components", "lib", "prisma", "server"];
const files = ["package.json", "package-lock.json", "next.config.mjs", "postcss.config.mjs", "tsconfig.json"];
const notPartOfTheBuild = new Set([join(root, ".next/cache"), join(root, ".next/dev")]);

/**
 * Copies the product as it stands into `folder`, so that every run measures the same code while someone edits the original. The pages are
 * those of the last build, old or not: no figure comes from them. Throws a sentence when there was no build yet.
 */
export function stageProduct(folder: string): string {
  if (!existsSync(join(root, ".next/BUILD_ID"))) throw new Error("The pages have not been built yet: run `npm run build` first.");
  const stage = join(folder, "product");
  mkdirSync(stage);
  for (const name of [...parts, ...files]) cpSync(join(root, name), join(stage, name), { recursive: true });
  cpSync(join(root, ".next"), join(stage, ".next"), { recursive: true, filter: (source) => !notPartOfTheBuild.has(source) });
  symlinkSync(join(root, "node_modules"), join(stage, "node_modules"));
  markBuilt(stage);
  return stage;
}
