import { globSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { findGuidePage, guideOf, guidePages } from "./guide-pages.ts";

const root = path.join(import.meta.dirname, "..");
const textOf = (slug: string) => readFileSync(path.join(root, "docs/guide", `${slug}.md`), "utf8");

/** Before the sign-in there is no guide; the guide needs none; the primitives are for developers. */
const without = /^\/(?:sign-in|setup|invitation|guide|primitives)\b/;
const pages = globSync("app/**/page.tsx", { cwd: root })
  .map((file) => `/${path.dirname(file).replace(/^app\/?/, "")}`.replace(/\/\([^)]*\)/g, "") || "/")
  .filter((page) => !without.test(page));

describe("help in place", () => {
  it.each(pages)("page %s has its page of the guide", (page) => {
    expect(guideOf(page)).not.toBeNull();
  });

  it("lists exactly the files of docs/guide, each under its own title", () => {
    const files = readdirSync(path.join(root, "docs/guide")).map((file) => file.replace(/\.md$/, ""));
    expect(files.sort()).toEqual(guidePages.map(({ slug }) => slug).sort());
    for (const { slug, title } of guidePages) expect(textOf(slug).split("\n")[0]).toBe(`# ${title}`);
  });

  it("links to its own pages only, and to those that exist", () => {
    const links = guidePages.flatMap(({ slug }) => [...textOf(slug).matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? ""));
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(findGuidePage(link.replace(/\.md$/, "")), link).not.toBeNull();
  });

  it("knows no page by a path", () => {
    for (const slug of ["", "..", "../operations", "settings.md", "%2e%2e", "Settings"]) expect(findGuidePage(slug)).toBeNull();
  });
});
