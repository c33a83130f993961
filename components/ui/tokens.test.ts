import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.join(import.meta.dirname, "../..");
const css = readFileSync(path.join(root, "app/globals.css"), "utf8");

type Colour = { lightness: number; chroma: number; hue: number };
type Theme = "light" | "dark";

const oklch = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;
/** Opaque colours with a value for each theme, as they stand in globals.css. */
const tokens = new Map(
  [...css.matchAll(new RegExp(String.raw`--color-([\w-]+): light-dark\(${oklch}, ${oklch}\)`, "g"))].map(([, name = "", ...numbers]) => {
    const [l1 = 0, c1 = 0, h1 = 0, l2 = 0, c2 = 0, h2 = 0] = numbers.map(Number);
    return [name, { light: { lightness: l1, chroma: c1, hue: h1 }, dark: { lightness: l2, chroma: c2, hue: h2 } }];
  }),
);

const texts = ["ink", "ink-soft", "accent", "good", "warn", "bad"];
const grounds = ["paper", "surface", "sunken", "pressed", "wash", "warn-wash", "bad-wash"];
const filled = [
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["on-bad", "bad"],
  ["on-bad", "bad-strong"],
] as const;
/** What must be seen but is not read: the edge of a control, and the ring of focus. */
const marks = ["edge", "accent"];
/** Neither text nor ground: lines that only divide, the veil behind a dialog. */
const others = ["line", "rim", "veil"];

describe.each(["light", "dark"] as const)("in %s colours", (theme) => {
  it.each(texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)))(
    "%s on %s is read with a contrast of 4.5 : 1 (WCAG 1.4.3)",
    (text, ground) => {
      expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5);
    },
  );
  it.each(filled)("%s on %s is read with a contrast of 4.5 : 1 (WCAG 1.4.3)", (text, ground) => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(marks.flatMap((mark) => ["paper", "surface", "sunken"].map((ground) => [mark, ground] as const)))(
    "%s on %s is seen with a contrast of 3 : 1 (WCAG 1.4.11)",
    (mark, ground) => {
      expect(contrast(mark, ground, theme)).toBeGreaterThanOrEqual(3);
    },
  );
});

it("every colour token is a text, a ground, a mark, or named as neither", () => {
  const named = [...css.matchAll(/--color-([\w-]+): light-dark/g)].map(([, name = ""]) => name);
  const known = new Set([...texts, ...grounds, ...filled.flat(), ...marks, ...others]);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  expect(named.length).toBeGreaterThan(20);
});

describe("components and pages take every decision of the look from globals.css", () => {
  const sources = globSync(["components/**/*.tsx", "app/**/*.tsx"], { cwd: root }).map((file) => ({ file, text: readFileSync(path.join(root, file), "utf8") }));

  it.each([
    ["a colour", /#[\da-f]{3,8}\b(?=["'\s;)])|\b(?:rgba?|hsla?|oklch|oklab|color-mix)\(/gi],
    [
      "an arbitrary colour, size of type, radius, shadow or duration",
      /\b(?:bg|text|border|fill|stroke|ring|rounded|shadow|duration|tracking|leading|font)-\[[^\]]+\]/g,
    ],
    ["a token of its own", /\[--[\w-]+:[^\]]+\]/g],
    ["a style of its own", /\bstyle=\{/g],
  ])("none has %s", (_what, raw) => {
    const found = sources.flatMap(({ file, text }) => [...text.matchAll(raw)].map(([match]) => `${file}: ${match}`));
    expect(found).toEqual([]);
  });
});

/** WCAG 2.2: (lighter + 0.05) / (darker + 0.05). */
function contrast(one: string, other: string, theme: Theme): number {
  const [darker = 0, lighter = 0] = [luminance(one, theme), luminance(other, theme)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(name: string, theme: Theme): number {
  const colour = tokens.get(name)?.[theme];
  if (colour === undefined) throw new Error(`no colour ${name}`);
  const [red, green, blue] = toLinearRgb(colour).map((part) => Math.min(Math.max(part, 0), 1));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** CSS Color 4 §10.2: OKLCH to linear sRGB. */
function toLinearRgb({ lightness, chroma, hue }: Colour): number[] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}
