import { catalogue, setCatalogue, translated, translatedPlural } from "./catalogue.ts";
import { fill, type Literal, type Placeholders, type Value, type Values } from "./placeholders.ts";

/** "1,234". */
export function formatCount(count: number): string {
  return count.toLocaleString(catalogue()?.language ?? "en");
}

/** "a, b and c". */
export function formatList(words: readonly string[]): string {
  // American English has one comma more.
  return new Intl.ListFormat(catalogue()?.language ?? "en-GB").format(words);
}

/** What people read, in the language of the catalogue. `text` is a literal, and a whole sentence where there is one: other languages order words differently. */
export function t<const Text extends string>(text: Text & Literal<Text>, ...[values]: Values<Placeholders<Text>>): string {
  return fill(translated(text), values);
}

/** The same where something is counted: `one` is for 1 alone, zero is several. Both may say `{count}`. */
export function tn<const One extends string, const Several extends string>(
  count: number,
  one: One & Literal<One>,
  several: Several & Literal<Several>,
  ...[values]: Values<Exclude<Placeholders<One | Several>, "count">>
): string {
  const all: Record<string, Value> = { ...values, count: formatCount(count) };
  return fill(translatedPlural(count, one, several), all);
}

/** What `say` says in English, whatever the catalogue: for logs. */
export function inEnglish(say: () => string): string {
  const present = catalogue();
  setCatalogue(null);
  try {
    return say();
  } finally {
    setCatalogue(present);
  }
}
