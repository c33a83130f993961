import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readTexts, textsInSource } from "./texts-in-source.ts";
import { textsOfPo } from "./texts-of-po.ts";
import { textFiles, textsTemplate } from "./texts-template.ts";

const root = path.join(import.meta.dirname, "..");
const from = 'import { t, tn } from "#lib/texts/index.ts"; import { rich, richn } from "./ui/rich.ts";';
const inSource = (source: string) => textsInSource("a.tsx", `${from}\n${source}`);

describe("the texts of the source", () => {
  const { texts, faults } = readTexts(root, textFiles(root));

  it("are all literals", () => {
    expect(faults).toEqual([]);
  });

  it("are those of docs/texts.pot: run `npm run texts`", () => {
    expect(readFileSync(path.join(root, "docs/texts.pot"), "utf8")).toBe(textsTemplate(texts));
  });
});

describe("gathering", () => {
  it("finds each form of each call, and only of ours", () => {
    const source = 't("a"); tn(n, "b", `c`); <p>{rich("d", {})}{richn(n, ["e", "f"], {})}</p>; other("g");';
    expect(inSource(source).texts.map(({ one, several }) => [one, several])).toEqual([
      ["a", null],
      ["b", "c"],
      ["d", null],
      ["e", "f"],
    ]);
    expect(textsInSource("a.ts", 'const t = other; t("a");').texts).toEqual([]);
  });

  it.each(["t(text)", `t(\`a \${b}\`)`, 't("a" + b)', 't(a ? "b" : "c")', 'tn(n, "a", b)', 'tn(n, "a")', 'richn(n, ["a", b], {})'])("refuses %s", (call) => {
    expect(inSource(call).faults).toEqual([expect.stringMatching(/^2: \w+ is called with something that is no literal$/)]);
  });

  it("makes one entry of a text that is said twice, and refuses one with two forms for several", () => {
    const use = (several: string | null, file: string) => ({ one: "a", several, file });
    expect(textsTemplate([use(null, "b.ts"), use("as", "a.ts"), use(null, "b.ts")])).toContain('#: a.ts\n#: b.ts\nmsgid "a"\nmsgid_plural "as"\n');
    expect(() => textsTemplate([use("as", "a.ts"), use("aa", "a.ts")])).toThrow("two forms");
  });
});

describe("a translated template", () => {
  it("becomes the texts of a catalogue, without those that are not done", () => {
    const po = [
      'msgid ""\nmsgstr ""\n"Language: de\\n"',
      '#: a.ts\nmsgid "a \\"b\\""\nmsgstr ""\n"one "\n"two"',
      'msgid "one"\nmsgid_plural "several"\nmsgstr[0] "eins"\nmsgstr[1] "mehrere"',
      '#, fuzzy\nmsgid "c"\nmsgstr "perhaps"',
      'msgid "d"\nmsgstr ""',
    ].join("\n\n");
    expect(textsOfPo(po)).toEqual({ 'a "b"': "one two", one: ["eins", "mehrere"] });
  });
});
