/**
 * What is wrong with a translation of `english`: it must name the same placeholders and elements, or something that a person has to know would be
 * missing. Of a counted text no form has to name all of them ("One file …", "Remove web?"), but each is named in some form.
 */
export function translationFaults(english: string, translation: string | readonly string[], forms: readonly string[]): string[] {
  const counted = typeof translation !== "string";
  if (counted && translation.length !== forms.length) return [`has ${translation.length} forms where the language has ${forms.length}: ${forms.join(", ")}`];
  const wanted = namesIn(english, counted);
  const found = new Set((counted ? translation : [translation]).flatMap((text) => [...namesIn(text, counted)]));
  const lacking = [...wanted.difference(found)];
  const unknown = [...found.difference(wanted)];
  return [
    ...(lacking.length > 0 ? [`the translation lacks ${lacking.join(" and ")}`] : []),
    ...(unknown.length > 0 ? [`the translation has ${unknown.join(" and ")}, which the English text has not`] : []),
  ];
}

function namesIn(text: string, counted: boolean): Set<string> {
  const names = new Set([...text.matchAll(/\{\w+\}|<(\w+)>.*?<\/\1>/gs)].map(([part, tag]) => (tag === undefined ? part : `<${tag}>`)));
  // Inside of elements, too.
  for (const [placeholder] of text.matchAll(/\{\w+\}/g)) names.add(placeholder);
  if (counted) names.delete("{count}");
  return names;
}
