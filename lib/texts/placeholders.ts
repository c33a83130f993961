/** The names in braces of a text: "a" | "b" of "{a} in {b}". */
export type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never;

/** Nothing for a text that is only known at run time: no script could gather it, nor any translator translate it. */
export type Literal<Text extends string> = string extends Text ? never : Text;

export type Value = string | number;

/** The argument that a text's placeholders ask for: none where it has none. */
export type Values<Names extends string> = [Names] extends [never] ? [] : [values: Record<Names, Value>];

/** `text` with its placeholders filled in, once: braces in a value are only characters. */
export function fill(text: string, values: Record<string, Value> = {}): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : placeholder));
}
