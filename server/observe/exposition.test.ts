import { describe, expect, it } from "vitest";
import { parseExposition } from "#server/testing/scrape.ts";
import { expose, type MetricFamily } from "./exposition.ts";

const family = (changes: Partial<MetricFamily>): MetricFamily => ({
  name: "a_total",
  type: "counter",
  help: "words",
  labels: [],
  collect: () => [],
  ...changes,
});

const exposed = (families: readonly MetricFamily[]) => [...expose(families)].join("");

describe("metrics as text", () => {
  it("have help, type and a line for each series", () => {
    const text = exposed([
      family({ collect: () => [{ value: 1 }] }),
      family({ name: "b", type: "gauge", collect: () => [{ labels: { x: "1", y: "2" }, value: 0.5 }] }),
    ]);
    expect(text).toBe('# HELP a_total words\n# TYPE a_total counter\na_total 1\n# HELP b words\n# TYPE b gauge\nb{x="1",y="2"} 0.5\n');
  });

  it.each([
    ["a quote", 'a"b', 'a\\"b'],
    ["a back-slash", "a\\b", "a\\\\b"],
    ["a line's end", "a\nb_total 1", "a\\nb_total 1"],
  ])("stay one line a series when a label has %s", (_title, value, written) => {
    const text = exposed([family({ collect: () => [{ labels: { x: value }, value: 1 }] })]);
    expect(text.split("\n")[2]).toBe(`a_total{x="${written}"} 1`);
    expect(parseExposition(text).value("a_total", { x: value })).toBe(1);
  });

  it.each([
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
    [Number.NaN, "NaN"],
    [1e21, "1e+21"],
    [1.5e-7, "1.5e-7"],
  ])("write the number %d as Prometheus reads it", (value, written) => {
    expect(exposed([family({ collect: () => [{ value }] })])).toContain(`\na_total ${written}\n`);
  });

  it("come in parts, of which each holds the thread for a moment only", () => {
    const samples = Array.from({ length: 10_000 }, (_, index) => ({ labels: { x: String(index) }, value: index }));
    const parts = [...expose([family({ collect: () => samples })])];
    for (const part of parts) expect(part.length).toBeLessThan(20_000);
    expect(parseExposition(parts.join("")).families.get("a_total")?.samples).toHaveLength(10_000);
  });
});
