import { globSync } from "node:fs";
import type { SourceText } from "./texts-in-source.ts";

/** Where texts that people read may stand. */
export function textFiles(root: string): string[] {
  return globSync("{app,components,lib,server}/**/*.{ts,tsx}", { cwd: root })
    .filter((file) => !/\.test\.tsx?$|^lib\/(?:testing|texts)\//.test(file))
    .sort();
}

/** A template of gettext: each text once, with the files that say it. Without line numbers, which would change with each edit. */
export function textsTemplate(texts: readonly SourceText[]): string {
  const byText = Map.groupBy(texts, ({ one }) => one);
  const entries = [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([one, uses]) => entryOf(one, uses));
  return [head, ...entries].join("\n");
}

const head = `# What Drawbridge's pages say. Made by \`npm run texts\` from the source; docs/decisions/0025-texts.md tells how a translation is made of it.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
`;

function entryOf(one: string, uses: readonly SourceText[]): string {
  const files = [...new Set(uses.map(({ file }) => file))].sort();
  const several = [...new Set(uses.map((use) => use.several).filter((text) => text !== null))];
  // A catalogue has one entry for both.
  if (several.length > 1) throw new Error(`${JSON.stringify(one)} has two forms for several: ${several.map((text) => JSON.stringify(text)).join(" and ")}`);
  const [plural] = several;
  return [
    ...files.map((file) => `#: ${file}`),
    `msgid ${JSON.stringify(one)}`,
    ...(plural === undefined ? ['msgstr ""'] : [`msgid_plural ${JSON.stringify(plural)}`, 'msgstr[0] ""', 'msgstr[1] ""']),
    "",
  ].join("\n");
}
