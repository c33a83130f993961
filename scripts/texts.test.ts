import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readTexts, textsInSource } from "./texts-in-source.ts";
import { textsOfPo } from "./texts-of-po.ts";
import { textsOutside } from "./texts-outside.ts";
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

/** Pages that say something outside of t, tn and rich, and why. */
const exceptions: readonly [place: RegExp, why: string][] = [
  [/^app\/primitives\//, "samples for developers"],
  [/^app\/(?:api|texts\.js)\//, "answers to programs"],
  [/^components\/kubeconfig-commands\.ts$/, "commands"],
];

/** Have still to be done. */
const notYet: readonly string[] = [];

describe("the pages", () => {
  const files = textFiles(root).filter((file) => /^(?:app|components)\//.test(file) && !exceptions.some(([place]) => place.test(file)));

  it("say nothing outside of t, tn and rich", () => {
    const found = files.flatMap((file) => textsOutside(file, readFileSync(path.join(root, file), "utf8")).map((text) => ({ file, text: `${file}:${text}` })));
    expect(found.flatMap(({ file, text }) => (notYet.includes(file) ? [] : [text]))).toEqual([]);
    // What is done leaves the list.
    expect(notYet.filter((file) => !found.some((each) => each.file === file))).toEqual([]);
  });

  it.each([
    ["words in an element", "<p>\n  Some {name} words.\n</p>", ["Some", "words."]],
    ["a branch of an element's words", '<p>{a ? "some" : b && "other"}</p>', ["some", "other"]],
    ["an attribute that is read", `<A label="some" title={a ? \`other \${b}\` : null} name="Third" />`, ["some", "other …", "Third"]],
    ["a property that is read", 'const a = { label: "some", hint: b ?? "other" };', ["some", "other"]],
    ["what looks like a sentence", `const a = "Some words"; f(\`It is \${b}\`);`, ["Some words", "It is …"]],
    ["a word in a table, a default, a result", 'const a = { one: "Some" }; f(({ b = "Other" }) => "Third");', ["Some", "Other", "Third"]],
  ])("are looked through for %s", (_what, source, texts) => {
    expect(textsOutside("a.tsx", source).map((line) => line.replace(/^\d+: /, ""))).toEqual(texts);
  });

  it.each([
    'import a from "Some words"; export * from "Some words";',
    'type A = "Some words";',
    't("Some words"); tn(n, "Some word", "Some words"); <p label={t("some")}>{rich("Some <b>words</b>", { b })}</p>;',
    '<p className="Some words" data-name="Some words"><code>kubectl get</code><span className="font-mono">web</span> · – 1</p>;',
    'if (a === "Some words" || key === "Enter") throw new Error("Some words");',
    `logger.warn("Some words"); fetch(a, { headers: { Authorization: \`Bearer \${b}\` } });`,
    `<title>{\`\${title} · Drawbridge\`}</title>;`,
    '<A label="/path" placeholder="get, list" href="Some" />;',
  ])("may have what people do not read: %s", (source) => {
    expect(textsOutside("a.tsx", source)).toEqual([]);
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

  it("refuses a form for several with a placeholder that the one for one has not", () => {
    expect(inSource('tn(n, "{a} file", "{count} files of {b}")').faults).toEqual([expect.stringContaining("the form for several")]);
    expect(inSource('tn(n, "{a} file", "{count} files")').faults).toEqual([]);
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
