import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../config.ts";
import { setCatalogue, t } from "../texts/index.ts";
import { catalogueScript, readCatalogue, writingDirection } from "./index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "texts-"));
});
afterEach(async () => {
  setCatalogue(null);
  await rm(folder, { recursive: true });
});

async function read(content: unknown) {
  const file = path.join(folder, "texts.json");
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return await readCatalogue(file);
}

async function faultsOf(content: unknown): Promise<readonly string[]> {
  const error = await read(content).catch((thrown: unknown) => thrown);
  return error instanceof ConfigError ? error.faults : [`accepted: ${JSON.stringify(error)}`];
}

describe("a translation", () => {
  it("is read with the forms of plural that its language has", async () => {
    const texts = {
      Cancel: "Anuluj",
      "Remove {name}?": ["Usunąć {name}?", "Usunąć {count} pliki?", "Usunąć {count} plików?"],
      "{count} file": ["Jeden plik", "{count} pliki", "{count} plików"],
    };
    expect(await read({ language: "pl", texts })).toEqual({ language: "pl", forms: ["one", "few", "many"], texts });
  });

  it.each([
    ["lacks a placeholder", "Remove {name}?", "Entfernen?", "lacks {name}"],
    ["has one of another name", "Cancel", "{name} abbrechen", "has {name}"],
    ["asks for what every object has", "Cancel", "{__proto__}", "has {__proto__}"],
    ["lacks an element", "Read <link>the guide</link>.", "Lies.", "lacks <link>"],
    ["brings an element", "Cancel", "<script>alert(1)</script>", "has <script>"],
    ["hides a placeholder in an element", "Read <b>x</b>.", "<b>{name}</b>", "has {name}"],
    ["has too few forms", "{count} file of {owner}", ["{count} Datei von {owner}"], "has 1 forms where the language has 2: one, other"],
    ["lacks a placeholder in every form", "{count} file of {owner}", ["{count} Datei", "{count} Dateien"], "lacks {owner}"],
    ["has an unknown one in one form", "{count} file of {owner}", ["{count} Datei von {owner}", "{count} Dateien von {name}"], "has {name}"],
    ["is empty", "Cancel", "", "a text is empty"],
    ["is no text", "Cancel", 1, ""],
  ])("that %s is refused, with the file and the text", async (_what, english, translation, fault) => {
    const faults = await faultsOf({ language: "de", texts: { Good: "Gut", [english]: translation } });
    expect(faults).toEqual([expect.stringContaining(`DRAWBRIDGE_TEXTS: ${path.join(folder, "texts.json")}: `)]);
    expect(faults[0]).toContain(JSON.stringify(english));
    expect(faults[0]).toContain(fault);
  });

  it("is refused with all its faults at once", async () => {
    expect(await faultsOf({ language: "de", texts: { "{a}": "a", "{b}": "b" } })).toHaveLength(2);
  });

  it.each([
    ["no JSON", '{\n  "language": "de",\n  oops', "line 3 is not JSON"],
    ["no language", { language: "not a language", texts: {} }, "not a language such as de"],
    ["something else", { language: "de", texts: {}, script: "" }, "script"],
  ])("that is %s is refused", async (_what, content, fault) => {
    expect(await faultsOf(content)).toEqual([expect.stringContaining(fault)]);
  });

  it("that is not there is refused by its name", async () => {
    await expect(readCatalogue(path.join(folder, "none.json"))).rejects.toThrow("none.json");
  });
});

it("is written from right to left where its script is, whatever the language is called by", () => {
  expect(["ar", "he", "fa", "ur", "az-Arab", "az", "el", "pt-BR", "zh"].filter((language) => writingDirection(language) === "rtl")).toEqual([
    ...["ar", "he", "fa", "ur", "az-Arab"],
  ]);
});

describe("the script for browsers", () => {
  it("is none without a translation", () => {
    expect(catalogueScript()).toBeNull();
  });

  it("brings the same catalogue, whatever characters are in it, and as data alone", () => {
    const texts = JSON.parse(`{"Cancel": "</script><!--\\u2028\\u2029\\"\\\\'", "__proto__": "x"}`);
    const present = { language: "de", forms: ["one", "other"], texts };
    setCatalogue(present);
    const { content } = catalogueScript() ?? { content: "" };
    expect(content).not.toMatch(/[<\u2028\u2029]/);
    expect(JSON.stringify(runInNewContext(`${content}; globalThis[Symbol.for("drawbridge.texts")]`))).toBe(JSON.stringify(present));
    expect(t("Cancel")).toBe(texts.Cancel);
  });

  it("has another name for another content", () => {
    const hashes = ["Nein", "Doch"].map((text) => {
      setCatalogue({ language: "de", forms: ["one", "other"], texts: { No: text } });
      return catalogueScript()?.hash;
    });
    expect(new Set(hashes).size).toBe(2);
    expect(hashes[0]).toMatch(/^[\w-]{16}$/);
  });
});
