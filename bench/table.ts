import { type Line, lines, type Medians } from "./goals.ts";
import type { Figures } from "./load.ts";
import { type TargetName, targetNames } from "./targets.ts";

export interface Result {
  workload: string;
  target: TargetName;
  run: number;
  figures: Figures;
}

/** One table of all that was measured, ready to print. */
export function formatTable(results: readonly Result[]): string {
  const rows = lines.filter((line) => valuesOf(results, line, "drawbridge").length > 0).map((line) => formatRow(results, line));
  const header = ["", "figure", "direct", "reference", "Drawbridge", "(min … max)", "ratio", "goal", "met"];
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  // Words to the left, numbers to the right.
  const pad = (cell: string, column: number) => (column < 2 || column > 6 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0));
  return all.map((row) => row.map(pad).join("  ").trimEnd()).join("\n");
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function formatRow(results: readonly Result[], line: Line): string[] {
  const medians: Medians = { direct: Number.NaN, reference: Number.NaN, drawbridge: Number.NaN };
  for (const name of targetNames) medians[name] = median(valuesOf(results, line, name));
  const own = valuesOf(results, line, "drawbridge");
  const ratio = medians.drawbridge / medians.reference;
  return [
    line.goal,
    line.what,
    ...targetNames.map((name) => formatNumber(medians[name])),
    `(${formatNumber(Math.min(...own))} … ${formatNumber(Math.max(...own))})`,
    Number.isFinite(ratio) ? ratio.toFixed(2) : "",
    line.rule?.text ?? "",
    line.rule === null ? "" : line.rule.met(medians) ? "yes" : "NO",
  ];
}

function valuesOf(results: readonly Result[], { workload, figure }: Line, target: TargetName): number[] {
  return results.filter((each) => each.workload === workload && each.target === target).flatMap(({ figures }) => figures[figure] ?? []);
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "";
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
