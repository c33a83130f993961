import { afterEach, describe, expect, expectTypeOf, it } from "vitest";
import { formatCount, formatList, inEnglish, type Placeholders, setCatalogue, type Texts, t, tn } from "./index.ts";

function speak(language: string, texts: Texts, forms: readonly string[] = ["one", "other"]): void {
  setCatalogue({ language, forms, texts });
}

afterEach(() => setCatalogue(null));

describe("a text", () => {
  it("is said in English as it stands, with its placeholders filled in", () => {
    expect(t("Cancel")).toBe("Cancel");
    expect(t("Remove {name}?", { name: "laptop" })).toBe("Remove laptop?");
    expect(t("{a} of {b}, {a}", { a: 1000, b: "{a}" })).toBe("1000 of {a}, 1000");
  });

  it("is said in the language of the catalogue, and in English where that lacks it", () => {
    speak("de", { "Remove {name} from {team}?": "{name} aus {team} entfernen?" });
    expect(t("Remove {name} from {team}?", { name: "$&", team: "b" })).toBe("$& aus b entfernen?");
    expect(t("Cancel")).toBe("Cancel");
  });

  it("is said in English where a log is written, and in the language again after that, also when saying it fails", () => {
    speak("de", { Cancel: "Abbrechen" });
    expect(inEnglish(() => t("Cancel"))).toBe("Cancel");
    expect(() =>
      inEnglish(() => {
        throw new Error("no words");
      }),
    ).toThrow("no words");
    expect(t("Cancel")).toBe("Abbrechen");
  });

  it("is never taken for what every object has", () => {
    speak("de", {});
    expect(t("constructor")).toBe("constructor");
    expect(t("__proto__")).toBe("__proto__");
  });

  it("has its placeholders checked by the compiler", () => {
    expectTypeOf<Placeholders<"{a} of {b}, {a}">>().toEqualTypeOf<"a" | "b">();
    expectTypeOf<Placeholders<"none">>().toEqualTypeOf<never>();
    const text: string = "none";
    // @ts-expect-error a value is missing.
    t("Remove {name}?");
    // @ts-expect-error of the wrong name.
    t("Remove {name}?", { login: "a" });
    // @ts-expect-error one too many.
    t("Remove {name}?", { name: "a", login: "a" });
    // @ts-expect-error there are none.
    t("Cancel", { name: "a" });
    // @ts-expect-error no script could gather it.
    t(text);
    // @ts-expect-error the number is there already.
    tn(1, "{count} file", "{count} files", { count: 1 });
    // @ts-expect-error the second form needs a value, too.
    tn(1, "{count} file", "{count} files of {owner}");
  });
});

describe("a list", () => {
  it("is joined as the language joins one", () => {
    expect([["a"], ["a", "b"], ["a", "b", "c"]].map(formatList)).toEqual(["a", "a and b", "a, b and c"]);
    speak("de", {});
    expect(formatList(["a", "b", "c"])).toBe("a, b und c");
  });
});

describe("a counted text", () => {
  it("has in English one form for 1 and one for everything else", () => {
    const said = (count: number) => tn(count, "{count} grant of {team}", "{count} grants of {team}", { team: "web" });
    expect([0, 1, 2, 1234].map(said)).toEqual(["0 grants of web", "1 grant of web", "2 grants of web", "1,234 grants of web"]);
  });

  it("has in another language as many forms as that has: in Polish three for whole numbers", () => {
    speak("pl", { "{count} file": ["{count} plik", "{count} pliki", "{count} plików"] }, ["one", "few", "many"]);
    const said = (count: number) => tn(count, "{count} file", "{count} files");
    expect([0, 1, 2, 5, 12, 22, 25].map(said)).toEqual(["0 plików", "1 plik", "2 pliki", "5 plików", "12 plików", "22 pliki", "25 plików"]);
  });

  it("has its number written as the language writes it", () => {
    expect(formatCount(1234567)).toBe("1,234,567");
    speak("de", {});
    expect(tn(1234, "{count} file", "{count} files")).toBe("1.234 files");
  });

  it("takes the last form for a number whose own is only of large ones", () => {
    speak("fr", { "{count} file": ["{count} fichier", "{count} fichiers"] });
    expect(tn(2_000_000, "{count} file", "{count} files")).toMatch(/ fichiers$/);
  });
});
