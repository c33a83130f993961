import { readFileSync } from "node:fs";
import { parseAst } from "rolldown/parseAst";

/** One text of the pages, as a translator is given it. */
export interface SourceText {
  one: string;
  /** Where something is counted: the form for several. */
  several: string | null;
  file: string;
}

/** A node of the syntax tree (ESTree) as far as it is looked at here. */
export interface SyntaxNode {
  type: string;
  start: number;
  [key: string]: unknown;
}

const gathered = new Set(["t", "tn", "rich", "richn"]);
const doors = /[/]texts[/]index\.ts$|(?:^|[/])rich\.ts$/;

/** The texts of a file, and the calls whose texts nobody could gather. */
export function textsInSource(file: string, source: string): { texts: SourceText[]; faults: string[] } {
  const texts: SourceText[] = [];
  const faults: string[] = [];
  const program = parseSource(file, source);
  const names = namesImported(program);
  if (names.size === 0) return { texts, faults };
  walk(program, (node) => {
    if (node.type !== "CallExpression" || !isNode(node.callee) || node.callee.type !== "Identifier") return;
    const name = String(node.callee.name);
    if (!names.has(name)) return;
    const [first, second, third] = nodesIn(node.arguments);
    const given = name === "t" || name === "rich" ? [first] : name === "tn" ? [second, third] : nodesIn(second?.elements);
    const [one, several] = given.map((argument) => literalOf(argument));
    if (one === undefined || one === null || several === null)
      faults.push(`${lineOf(source, node.start)}: ${name} is called with something that is no literal`);
    else if (several !== undefined && namesIn(several).some((each) => !namesIn(one).includes(each)))
      faults.push(`${lineOf(source, node.start)}: the form for several has a placeholder or an element that the one for one has not`);
    else texts.push({ one, several: several ?? null, file });
  });
  return { texts, faults };
}

export function readTexts(root: string, files: readonly string[]): { texts: SourceText[]; faults: string[] } {
  const found = files.map((file) => {
    const { texts, faults } = textsInSource(file, readFileSync(`${root}/${file}`, "utf8"));
    return { texts, faults: faults.map((fault) => `${file}:${fault}`) };
  });
  return { texts: found.flatMap(({ texts }) => texts), faults: found.flatMap(({ faults }) => faults) };
}

export function parseSource(file: string, source: string): SyntaxNode {
  const program: unknown = parseAst(source, { lang: file.endsWith("x") ? "tsx" : "ts" });
  if (!isNode(program)) throw new Error("not a program");
  return program;
}

/** Calls `see` with each node, from the outside in, and with those around it, the nearest last. */
export function walk(node: SyntaxNode, see: (node: SyntaxNode, around: readonly SyntaxNode[]) => void, around: readonly SyntaxNode[] = []): void {
  see(node, around);
  for (const value of Object.values(node)) for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, see, [...around, node]);
}

/** The string that an expression is; null: not known before it runs. */
export function literalOf(node: SyntaxNode | undefined): string | null {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  const [only, ...others] = node?.type === "TemplateLiteral" ? nodesIn(node.quasis) : [];
  const value = only?.value;
  return others.length === 0 && typeof value === "object" && value !== null && "cooked" in value && typeof value.cooked === "string" ? value.cooked : null;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

export function nodesIn(value: unknown): SyntaxNode[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function lineOf(source: string, position: number): number {
  return source.slice(0, position).split("\n").length;
}

/** Translations are judged by the form for one, which is their key. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/\{\w+\}|<\/\w+>/g)].map(([name]) => name).filter((name) => name !== "{count}");
}

function namesImported(program: SyntaxNode): Set<string> {
  const imports = nodesIn(program.body).filter(
    ({ type, source }) => type === "ImportDeclaration" && doors.test(literalOf(isNode(source) ? source : undefined) ?? ""),
  );
  const names = imports.flatMap(({ specifiers }) => nodesIn(specifiers).map(({ local }) => (isNode(local) ? String(local.name) : "")));
  return new Set(names.filter((name) => gathered.has(name)));
}
