// docs/conformance.md: the same text for the same results, so that it changes only with cause.
import type { Promised } from "./conformance-catalogue.ts";

export interface Shown extends Promised {
  tests: { file: string; words: string; passed: boolean }[];
  result: "passed" | "failed" | "not shown" | "does not apply";
}

/** Of one file, named before the rest is counted. */
const namedMax = 3;

const sections = [
  ["P", "Behaviours"],
  ["A", "Attacks"],
  ["R", "Faults"],
] as const;

export function conformancePage(lines: readonly Shown[]): string {
  const tables = sections.map(([letter, title]) => {
    const rows = lines.filter(({ number }) => number.startsWith(letter)).map(rowOf);
    return `## ${title}\n\n| number | promise | shown by | result |\n|---|---|---|---|\n${rows.join("\n")}\n`;
  });
  return `# Conformance\n\nWritten by \`npm test\`, never by hand. The promises are those of [wire.md](wire.md).\n\n${tables.join("\n")}`;
}

function rowOf({ number, promise, reason, tests, result }: Shown): string {
  return `| ${number} | ${promise} | ${tests.length === 0 ? reason : shownBy(tests)} | ${result} |`;
}

function shownBy(tests: Shown["tests"]): string {
  const byFile = Map.groupBy(tests, ({ file }) => file);
  const parts = [...byFile].map(([file, ofFile]) => {
    const words = [...new Set(ofFile.map((test) => cell(test.words)))];
    const rest = words.length > namedMax ? [`and ${words.length - namedMax} more`] : [];
    return `\`${file}\`: ${[...words.slice(0, namedMax), ...rest].join("; ")}`;
  });
  return parts.join("<br>");
}

/** Some titles hold what they try. */
const wordsLengthMax = 160;

/** Markdown of a table cell that shows the text as it is, if it is not too long. */
function cell(text: string): string {
  const shown = text.length > wordsLengthMax ? `${text.slice(0, wordsLengthMax)}…` : text;
  return shown
    .replaceAll(/[\\`*_<>|[\]~]/g, "\\$&")
    .replaceAll(/\s+/g, " ")
    .trim();
}
