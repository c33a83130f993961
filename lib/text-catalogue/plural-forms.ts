const order = ["zero", "one", "two", "few", "many", "other"];

/** The categories of plural of `language` for whole numbers below a thousand, in CLDR's order: mostly those of gettext, in gettext's order. */
export function pluralForms(language: string): string[] {
  const rules = new Intl.PluralRules(language);
  const found = new Set<string>(Array.from({ length: 1000 }, (_none, count) => rules.select(count)));
  return order.filter((form) => found.has(form));
}
