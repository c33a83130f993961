import { readForm } from "../form-action.ts";

/** Seconds of a DurationField; null = never. */
export function readDuration(form: FormData, name: string): number | null {
  const { text, number } = readForm(form);
  if (text(name) === "never") return null;
  return text(name) === "other" ? Math.round(number(`${name}Count`) * number(`${name}Unit`)) : number(name);
}
