// The translation that this process shows, or none. Server and pages are two module graphs, and the browser has a third: what they share is the
// global object alone.

/** By the English text, or by its form for one; several forms where something is counted, in the order of `Catalogue.forms`. */
export type Texts = Record<string, string | readonly string[]>;

export interface Catalogue {
  /** BCP 47. */
  language: string;
  /** The categories of plural (CLDR) that whole numbers have in this language, in the order in which texts give their forms. */
  forms: readonly string[];
  texts: Texts;
}

const place = Symbol.for("drawbridge.texts");

/** Null: everything is said in English. */
export function catalogue(): Catalogue | null {
  return Reflect.get(globalThis, place) ?? null;
}

/** Call before any module loads that says something as it loads. */
export function setCatalogue(next: Catalogue | null): void {
  Reflect.set(globalThis, place, next);
}

/** `english` in the language of the catalogue, as far as it has it. */
export function translated(english: string): string {
  const found = textOf(english);
  return (typeof found === "string" ? found : found?.[0]) ?? english;
}

/** The form for `count` of a text that has one for one and one for several. */
export function translatedPlural(count: number, one: string, several: string): string {
  const present = catalogue();
  const found = textOf(one);
  if (present === null || found === undefined) return count === 1 ? one : several;
  if (typeof found === "string") return found;
  // What no whole number below a thousand has, such as the French form for millions, gettext leaves out, too.
  const form = present.forms.indexOf(rulesOf(present).select(count));
  return found.at(form) ?? several;
}

const rules = new WeakMap<Catalogue, Intl.PluralRules>();

/** To make them takes sixty times as long as to ask them. */
function rulesOf(present: Catalogue): Intl.PluralRules {
  const found = rules.get(present) ?? new Intl.PluralRules(present.language);
  rules.set(present, found);
  return found;
}

function textOf(english: string): string | readonly string[] | undefined {
  const texts = catalogue()?.texts;
  // Own texts alone: "constructor" is a word that a page may say.
  return texts !== undefined && Object.hasOwn(texts, english) ? texts[english] : undefined;
}
