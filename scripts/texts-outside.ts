import { isNode, lineOf, literalOf, nodesIn, parseSource, type SyntaxNode, walk } from "./texts-in-source.ts";

/** What people read: attributes and props of this name, and properties of objects that become such. */
const shownAttributes = new Set([
  ...["aria-label", "alt", "label", "title", "lead", "hint", "term", "text", "caption", "heading", "description", "summary", "sentence", "note", "legend"],
  ...["placeholder", "empty", "none", "never", "confirm", "cancel", "done", "submit", "skip", "back", "message", "disabledReason", "hiddenLabel", "valueText"],
]);
const shownProperties = new Set(["label", "title", "lead", "hint", "description", "note", "word", "words", "detail", "hiddenLabel", "message", "summary"]);

/** Are the same in every language: names of products, of ClusterRoles and keys, and units. */
const names = new Set([
  ...["kubectl", "k9s", "helm", "Lens", "Headlamp", "VS Code", "PowerShell", "bash, zsh", "fish", "CI"],
  ...["cluster-admin", "admin", "edit", "view"],
  ...["Esc", "Home", "End", "Page Up", "Page Down", "Ctrl", "Escape", "Enter", "ms", "DNS", "TCP", "TLS", "SHA-256"],
]);

/** What a file says to people outside of t, tn and rich, as "line: text". */
export function textsOutside(file: string, source: string): string[] {
  const found = new Map<number, string>();
  const note = (node: SyntaxNode, text: string) => {
    if (isSaid(text)) found.set(node.start, text.trim().replace(/\s+/g, " "));
  };
  walk(parseSource(file, source), (node, around) => {
    const parent = around.at(-1);
    if (node.type === "JSXText" && !isTyped(parent)) note(node, String(node.value));
    if (node.type === "JSXAttribute" && isNode(node.name) && isShown(String(node.name.name), node.value)) noteEach(node.value, note);
    if (node.type === "JSXExpressionContainer" && (parent?.type === "JSXElement" || parent?.type === "JSXFragment")) noteEach(node.expression, note);
    if (node.type === "Property" && isNode(node.key) && shownProperties.has(String(node.key.name))) noteEach(node.value, note);
    const text = wordsOf(node);
    if (text !== null && (isSentence(text) || isWord(text, node, parent)) && !around.some((outer, depth) => isForPrograms(outer, around[depth + 1] ?? node)))
      note(node, text);
  });
  return [...found].sort(([a], [b]) => a - b).map(([start, text]) => `${lineOf(source, start)}: ${text}`);
}

/** The texts that an expression may come to. */
function noteEach(value: unknown, note: (node: SyntaxNode, text: string) => void): void {
  if (!isNode(value)) return;
  const text = wordsOf(value);
  if (text !== null) note(value, text);
  const branches =
    { ConditionalExpression: ["consequent", "alternate"], LogicalExpression: ["left", "right"], JSXExpressionContainer: ["expression"] }[value.type] ?? [];
  for (const branch of branches) noteEach(value[branch], note);
}

/** The words of a literal; those of a template with a gap for each of its values. */
function wordsOf(node: SyntaxNode): string | null {
  if (node.type !== "TemplateLiteral") return literalOf(node);
  return nodesIn(node.quasis)
    .map((part) => literalOf({ type: "TemplateLiteral", start: 0, quasis: [part] }) ?? "")
    .join("…");
}

function isShown(attribute: string, value: unknown): boolean {
  const text = isNode(value) ? (literalOf(value) ?? "") : "";
  // What a field may hold is typed, not said.
  if (attribute === "placeholder") return !/^[a-z]/.test(text);
  return shownAttributes.has(attribute) || (attribute === "name" && isSentence(`${text} `));
}

/** Whether the text in an element is something to type, or to find elsewhere. */
function isTyped(element: SyntaxNode | undefined): boolean {
  const opening = element?.openingElement;
  if (!isNode(opening)) return false;
  if (isNode(opening.name) && /^(?:code|kbd|pre)$/.test(String(opening.name.name))) return true;
  return nodesIn(opening.attributes).some(({ value }) => isNode(value) && /\bfont-mono\b/.test(literalOf(value) ?? ""));
}

function isSaid(text: string): boolean {
  const words = text.replaceAll(/Drawbridge|…/g, "").trim();
  return /\p{L}/u.test(words) && !names.has(words) && !/^(?:[a-z]+:)?\//.test(words);
}

/** What begins like a sentence; not a header, nor a path to draw. */
function isSentence(text: string): boolean {
  return /^[A-Z“]\S* /.test(text) && !/^(?:Bearer |[LM])…/.test(text);
}

/** One word that stands for something: in a table, by default, as what comes of something. */
function isWord(text: string, node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (!/^[A-Z][a-z]+…?$/.test(text) || parent === undefined) return false;
  // Groups are told apart by their English names.
  if (parent.type === "Property") return parent.value === node && isNode(parent.key) && parent.key.name !== "group";
  return /^(?:AssignmentPattern|ReturnStatement|ConditionalExpression|ArrowFunctionExpression)$/.test(parent.type);
}

/** Whether what is in `inner` of `outer` is for programs, or said by one of ours already. */
function isForPrograms(outer: SyntaxNode, inner: SyntaxNode): boolean {
  if (/^(?:Import|Export(?:All|Named))Declaration$/.test(outer.type)) return outer.source === inner;
  if (/^TS\w*(?:Type|Declaration)$/.test(outer.type) || outer.type === "BinaryExpression") return true;
  if (outer.type === "JSXAttribute") return isNode(outer.name) && /^(?:className|style|d|data-)/.test(String(outer.name.name));
  if (outer.type === "NewExpression") return isNode(outer.callee) && outer.callee.name === "Error";
  if (outer.type !== "CallExpression" || !isNode(outer.callee)) return false;
  const { name, object } = outer.callee;
  if (isNode(object) && object.name === "logger") return true;
  return name === "classNames" || (/^(?:t|tn|rich|richn)$/.test(String(name)) && (literalOf(inner) !== null || inner.type === "ArrayExpression"));
}
