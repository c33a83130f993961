import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ConfigError } from "../config.ts";
import type { Catalogue } from "../texts/index.ts";
import { pluralForms } from "./plural-forms.ts";
import { translationFaults } from "./translation-faults.ts";

const language = z.string().refine((tag) => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}, "not a language such as de or pt-BR");

const form = z.string().min(1, "a text is empty");
const fileSchema = z.strictObject({ language, texts: z.record(z.string(), z.union([form, z.array(form).min(1)])) });

/** Reads and checks a translation. Throws a ConfigError with every fault, each with the file and the text. */
export async function readCatalogue(file: string): Promise<Catalogue> {
  const refused = (faults: readonly string[]) => new ConfigError(faults.map((fault) => `DRAWBRIDGE_TEXTS: ${file}: ${fault}`));
  const parsed = fileSchema.safeParse(
    await readJson(file).catch((error: unknown) => {
      throw refused([error instanceof Error ? error.message : String(error)]);
    }),
  );
  if (!parsed.success)
    throw refused(parsed.error.issues.map(({ path, message }) => `${path.map((key) => JSON.stringify(key)).join(" → ") || "the file"}: ${message}`));
  const { texts } = parsed.data;
  const forms = pluralForms(parsed.data.language);
  const faults = Object.entries(texts).flatMap(([english, translation]) =>
    translationFaults(english, translation, forms).map((fault) => `${JSON.stringify(english)}: ${fault}`),
  );
  if (faults.length > 0) throw refused(faults);
  return { language: parsed.data.language, forms, texts };
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, position] = /at position (\d+)/.exec(message) ?? [];
    const line = text.slice(0, position === undefined ? text.length : Number(position)).split("\n").length;
    throw new Error(`line ${line} is not JSON: ${message}`);
  }
}
