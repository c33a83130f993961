import { createElement, Fragment, type ReactNode } from "react";
import { formatCount, type Literal, type Placeholders, translated, translatedPlural } from "#lib/texts/index.ts";

/** The names in angle brackets of a text: "link" of "Read <link>the guide</link>." */
type Tags<Text extends string> = Text extends `${string}</${infer Name}>${infer Rest}` ? Name | Tags<Rest> : never;
type Element = (inside: ReactNode) => ReactNode;
type RichValues<Text extends string, Given extends string = never> = Record<Exclude<Placeholders<Text>, Given>, ReactNode> & Record<Tags<Text>, Element>;

/** A text with elements in it: `{name}` stands for one, `<name>words</name>` for one around words. What a translation brings itself stays text. */
export function rich<const Text extends string>(text: Text & Literal<Text>, values: RichValues<Text>): ReactNode {
  return nodesOf(translated(text), new Map<string, ReactNode | Element>(Object.entries(values)));
}

/** The same where something is counted: see `tn`. */
export function richn<const One extends string, const Several extends string>(
  count: number,
  [one, several]: readonly [One & Literal<One>, Several & Literal<Several>],
  values: RichValues<One | Several, "count">,
): ReactNode {
  const all = new Map<string, ReactNode | Element>([["count", formatCount(count)], ...Object.entries<ReactNode | Element>(values)]);
  return nodesOf(translatedPlural(count, one, several), all);
}

const parts = /\{(\w+)\}|<(\w+)>(.*?)<\/\2>/gs;

function nodesOf(text: string, values: ReadonlyMap<string, ReactNode | Element>): ReactNode {
  const nodes: ReactNode[] = [];
  let from = 0;
  for (const { 0: part, 1: placeholder, 2: tag = "", 3: inside = "", index } of text.matchAll(parts)) {
    nodes.push(text.slice(from, index));
    from = index + part.length;
    const value = values.get(placeholder ?? tag);
    if (typeof value === "function") nodes.push(value(nodesOf(inside, values)));
    else nodes.push(placeholder === undefined || value === undefined ? part : value);
  }
  nodes.push(text.slice(from));
  // As arguments, not as a list: their order never changes, so React asks for no keys.
  return createElement(Fragment, null, ...nodes.filter((node) => node !== ""));
}
