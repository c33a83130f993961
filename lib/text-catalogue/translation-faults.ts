/**
 * What is wrong with a translation of `english`: each of its forms must name the same placeholders and elements, or something that a person has to
 * know would be missing. A form of a counted text may leave its number out ("One file …").
 */
export function translationFaults(english: string, translation: string | readonly string[], forms: readonly string[]): string[] {
  const counted = typeof translation !== "string";
  if (counted && translation.length !== forms.length) return [`has ${translation.length} forms where the language has ${forms.length}: ${forms.join(", ")}`];
  const wanted = namesIn(english, counted);
  return (counted ? translation : [translation]).flatMap((text) => {
    const found = namesIn(text, counted);
    const lacking = [...wanted].filter((name) => !found.has(name));
    const unknown = [...found].filter((name) => !wanted.has(name));
    return [
      ...(lacking.length > 0 ? [`the translation lacks ${lacking.join(" and ")}`] : []),
      ...(unknown.length > 0 ? [`the translation has ${unknown.join(" and ")}, which the English text has not`] : []),
    ];
  });
}

function namesIn(text: string, counted: boolean): Set<string> {
  const names = new Set([...text.matchAll(/\{\w+\}|<(\w+)>.*?<\/\1>/gs)].map(([part, tag]) => (tag === undefined ? part : `<${tag}>`)));
  // Inside of elements, too.
  for (const [placeholder] of text.matchAll(/\{\w+\}/g)) names.add(placeholder);
  if (counted) names.delete("{count}");
  return names;
}
