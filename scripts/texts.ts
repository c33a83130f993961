// `npm run texts`: gathers what the pages say in docs/texts.pot, for translators.
// `npm run texts -- de.po > de.json`: makes of their answer what DRAWBRIDGE_TEXTS reads. The file is named after its language.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readTexts } from "./texts-in-source.ts";
import { textsOfPo } from "./texts-of-po.ts";
import { textFiles, textsTemplate } from "./texts-template.ts";

const root = path.join(import.meta.dirname, "..");
const translation = process.argv[2];

if (translation === undefined) {
  const { texts, faults } = readTexts(root, textFiles(root));
  if (faults.length > 0) throw new Error(faults.join("\n"));
  writeFileSync(path.join(root, "docs/texts.pot"), textsTemplate(texts));
} else {
  const texts = textsOfPo(readFileSync(translation, "utf8"));
  process.stdout.write(`${JSON.stringify({ language: path.parse(translation).name, texts }, null, 2)}\n`);
}
