/** The texts of a translated template (a .po file), as a catalogue has them. What is not translated, or marked as fuzzy, is left out. */
export function textsOfPo(po: string): Record<string, string | string[]> {
  const blocks = po.replaceAll("\r\n", "\n").split(/\n{2,}/);
  return Object.fromEntries(
    blocks.flatMap((block): [string, string | string[]][] => {
      if (/^#,.*\bfuzzy\b/m.test(block)) return [];
      const fields = fieldsOf(block);
      const english = fields.get("msgid") ?? "";
      const forms = [...fields].filter(([name]) => name.startsWith("msgstr[")).map(([, text]) => text);
      const translation = forms.length > 0 ? forms : (fields.get("msgstr") ?? "");
      return english === "" || [translation].flat().includes("") ? [] : [[english, translation]];
    }),
  );
}

/** Long texts are written on several lines, each in quotes. */
function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  let name = "";
  for (const [, field, text = '""'] of block.matchAll(/^(msg\w+(?:\[\d\])?)?[ \t]*("(?:[^"\\]|\\.)*")[ \t]*$/gm)) {
    name = field ?? name;
    fields.set(name, (fields.get(name) ?? "") + JSON.parse(text));
  }
  return fields;
}
