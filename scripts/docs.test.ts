import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { auditActions } from "#lib/audit/schema.ts";
import { postgresqlSchema } from "./postgresql-schema.ts";

const root = path.join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

describe("the documents tell what the code does", () => {
  it("docs/audit.md explains each action and no other", () => {
    const documented = [...read("docs/audit.md").matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]);
    expect(documented).toEqual([...auditActions]);
  });

  it("docs/decisions/README.md lists each record", () => {
    const listed = [...read("docs/decisions/README.md").matchAll(/\((\d{4}-[a-z0-9-]+\.md)\)/g)].map((match) => match[1]);
    for (const record of listed) expect(read(`docs/decisions/${record}`)).toMatch(/^# \d{4} /);
    expect(new Set(listed).size).toBe(listed.length);
  });

  it.each([
    ["internal/class.ts", (schema: string) => schema],
    ["postgresql/class.ts", postgresqlSchema],
  ])("the committed database client of %s is the one of the schema", (file, ownForm) => {
    const inline = /"inlineSchema":\s*"((?:[^"\\]|\\.)*)"/.exec(read(`prisma/generated/${file}`))?.[1] ?? "";
    // The generator drops the configuration blocks' layout: only the words must agree.
    const words = (text: string) => text.split(/\s+/).filter(Boolean);
    expect(words(JSON.parse(`"${inline}"`))).toEqual(words(ownForm(read("prisma/schema.prisma"))));
  });

  it("the newest migration ends at the schema", () => {
    const newest = globSync("prisma/migrations/*/schema.prisma", { cwd: root }).sort().at(-1) ?? "";
    expect(read(newest)).toBe(read("prisma/schema.prisma"));
  });
});
