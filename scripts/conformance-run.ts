// The last stage of a full `npm test`: its reports against docs/wire.md, written to docs/conformance.md.
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Conformance, compareWithCatalogue } from "./conformance.ts";
import { playwrightResults, type TestResult, vitestResults } from "./conformance-reports.ts";

const testFiles = ["{lib,server,scripts,components,app}/**/*.test.ts", "e2e/**/*.spec.ts"];

/** `reports` is the folder with unit.json, cluster.json and e2e.json; throws when one is missing, as then nothing is known. */
export function conformanceOf(reports: string, root: string): Conformance {
  const report = (name: string): unknown => {
    const file = path.join(reports, `${name}.json`);
    if (!existsSync(file)) throw new Error(`there is no report of ${name}`);
    return JSON.parse(readFileSync(file, "utf8"));
  };
  const results: TestResult[] = [...vitestResults(report("unit"), root), ...vitestResults(report("cluster"), root), ...playwrightResults(report("e2e"), root)];
  return compareWithCatalogue(read(root, "docs/wire.md"), results, new Map(readSources(root)));
}

/** Path and text of each file with tests. */
export function readSources(root: string): [file: string, text: string][] {
  return globSync(testFiles, { cwd: root, exclude: ["**/node_modules/**"] }).map((file) => [file, read(root, file)]);
}

/** Writes the page. Whether it differs from the one that was there: that is a fault where nobody will commit it. */
export function writePage(page: string, root: string): boolean {
  const file = path.join(root, "docs/conformance.md");
  if (existsSync(file) && readFileSync(file, "utf8") === page) return false;
  writeFileSync(file, page);
  return true;
}

function read(root: string, file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}
