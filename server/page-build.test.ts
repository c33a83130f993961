import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isBuilt, markBuilt } from "./page-build.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "drawbridge-build-"));
  for (const folder of ["app", "lib", ".next"]) mkdirSync(path.join(root, folder));
  writeFileSync(path.join(root, "app/page.tsx"), "one");
});
afterEach(() => rmSync(root, { recursive: true }));

it("pages without a build are not taken for built", () => {
  expect(isBuilt(root)).toBe(false);
});

it("a build is used again while its sources stay the same", () => {
  markBuilt(root);
  expect(isBuilt(root)).toBe(true);
});

it.each(["app/page.tsx", "app/new.tsx", "lib/new.ts", "package-lock.json"])("a change of %s makes the pages be built again", (file) => {
  markBuilt(root);
  writeFileSync(path.join(root, file), "two");
  expect(isBuilt(root)).toBe(false);
});

it("a changed test does not make the pages be built again", () => {
  markBuilt(root);
  writeFileSync(path.join(root, "lib/some.test.ts"), "two");
  expect(isBuilt(root)).toBe(true);
});
