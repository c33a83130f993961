import { createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { setCatalogue } from "#lib/texts/index.ts";
import { rich, richn } from "./rich.ts";

const bold = (text: ReactNode) => createElement("b", null, text);
const link = (text: ReactNode) => createElement("a", { href: "/guide" }, text);
const guide = () => rich("Whoever is in {team} reads <link>the guide</link>.", { team: bold("<web>"), link });
const speak = (texts: Record<string, string | string[]>) => setCatalogue({ language: "de", forms: ["one", "other"], texts });

afterEach(() => setCatalogue(null));

describe("a text with elements in it", () => {
  it("has them where it says so, and asks React for no keys", () => {
    const complaint = vi.spyOn(console, "error");
    expect(renderToStaticMarkup(guide())).toBe('Whoever is in <b>&lt;web&gt;</b> reads <a href="/guide">the guide</a>.');
    expect(complaint).not.toHaveBeenCalled();
  });

  it("has them in the order of the translation, one within the other if it says so", () => {
    speak({ "Whoever is in {team} reads <link>the guide</link>.": "<link>Das liest {team}</link>." });
    expect(renderToStaticMarkup(guide())).toBe('<a href="/guide">Das liest <b>&lt;web&gt;</b></a>.');
  });

  it("takes no element from a translation", () => {
    speak({ "Whoever is in {team} reads <link>the guide</link>.": "<script>alert(1)</script><link>{team}</link><img src=x onerror=alert(1)>{constructor}" });
    expect(renderToStaticMarkup(guide())).toBe(
      '&lt;script&gt;alert(1)&lt;/script&gt;<a href="/guide"><b>&lt;web&gt;</b></a>&lt;img src=x onerror=alert(1)&gt;{constructor}',
    );
  });

  it("may be counted", () => {
    const files = (count: number) => renderToStaticMarkup(richn(count, ["<b>{count}</b> file", "<b>{count}</b> files"], { b: bold }));
    expect([files(1), files(1234)]).toEqual(["<b>1</b> file", "<b>1,234</b> files"]);
    speak({ "<b>{count}</b> file": ["<b>{count}</b> Datei", "<b>{count}</b> Dateien"] });
    expect(files(2)).toBe("<b>2</b> Dateien");
  });

  it("has placeholders and elements checked by the compiler", () => {
    const wrong = () => [
      // @ts-expect-error the element is missing.
      rich("Read <link>the guide</link> of {team}.", { team: "a" }),
      // @ts-expect-error an element around words is a function of them.
      rich("Read <link>the guide</link>.", { link: "a" }),
    ];
    expect(wrong).toBeTypeOf("function");
  });
});
