// Which tests say that they show which promise: by a comment above them, or by numbers in a title.
import { z } from "zod";

const list = "[PAR]\\d\\d[a-z]?(?:, [PAR]\\d\\d[a-z]?)*";
const comment = new RegExp(`^( *)// (${list})$`);
const leading = new RegExp(`^(${list})[: ]\\s*`);
const trailing = new RegExp(`\\s*\\((${list})\\)$`);

export interface Claim {
  numbers: string[];
  /** Of the comment, from 1. */
  line: number;
  /** First and last line of the statement below it: a test, or a `describe` with all that is in it. */
  from: number;
  to: number;
  /** Of a `describe`: its tests may stand elsewhere, in a function that it calls. */
  title: string | null;
}

/** The comments of a source file. It relies on the formatter: a statement ends on the first line as little indented as its beginning. */
export function readClaims(source: string): Claim[] {
  const lines = source.split("\n");
  return lines.flatMap((text, index) => {
    const [, indent = "", numbers] = comment.exec(text) ?? [];
    if (numbers === undefined) return [];
    let from = index + 1;
    while (lines[from]?.trimStart().startsWith("//")) from++;
    const to = lastLine(lines, from, indent);
    return [{ numbers: numbers.split(", "), line: index + 1, from: from + 1, to: to + 1, title: describeTitle(lines.slice(from, to + 1).join("\n")) }];
  });
}

function describeTitle(statement: string): string | null {
  const literal = /^\s*(?:test\.)?describe\(\s*("(?:[^"\\\n]|\\.)*")/.exec(statement)?.[1];
  return literal === undefined ? null : z.string().parse(JSON.parse(literal));
}

function lastLine(lines: readonly string[], from: number, indent: string): number {
  if (lines[from]?.endsWith(";")) return from;
  const end = new RegExp(`^${indent}(?:\\}|[)\\]}].*;)$`);
  const found = lines.findIndex((line, index) => index > from && end.test(line));
  return found === -1 ? from : found;
}

/** The numbers at the beginning (`P31, P36: …`) or in brackets at the end of a title, and the words without them. */
export function readTitle(title: string): { numbers: string[]; words: string } {
  const numbers = [leading, trailing].flatMap((form) => form.exec(title)?.[1]?.split(", ") ?? []);
  return { numbers, words: title.replace(leading, "").replace(trailing, "") };
}
