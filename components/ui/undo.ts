"use client";

import { t } from "#lib/texts/index.ts";
import type { FormAction, FormState } from "./form-state.ts";

/** Takes back what was just done. */
export type Undo = () => Promise<FormState<unknown>>;

/** By a server action that does the opposite, with these fields; it judges them as if they had been typed. A list is sent as several fields of one name. */
export function undoBy<T>(action: FormAction<T>, fields: Record<string, string | readonly string[]>): Undo {
  return () => {
    const form = new FormData();
    for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) form.append(name, value);
    return action(null, form);
  };
}

/** Takes back several things, one after the other. What cannot be taken back is said with its name and the reason; the others are. */
export function undoEach(parts: readonly { name: string; undo: Undo }[]): Undo {
  const [only] = parts;
  if (parts.length === 1 && only) return only.undo;
  return async () => {
    const refused: string[] = [];
    for (const { name, undo } of parts) {
      const answer = await undo();
      if (answer?.ok === false) refused.push(`${name}: ${Object.values(answer.errors).join(" ")}`);
    }
    return refused.length === 0
      ? null
      : { ok: false, errors: { form: t("{count} of {all}. {reasons}", { count: refused.length, all: parts.length, reasons: refused.join(" ") }) } };
  };
}
