import { type Line, lines, type Medians } from "./goals.ts";
import { disturbance, type Figures } from "./load.ts";
import { type TargetName, targetNames } from "./targets.ts";

export interface Result {
  workload: string;
  target: TargetName;
  /** Targets of one run met the machine at nearly the same time. */
  run: number;
  figures: Figures;
}

/** One table of all that was measured, ready to print and to stand in Markdown. The ratio is Drawbridge : reference. */
export function formatTable(results: readonly Result[]): string {
  const rows = lines.filter((line) => valuesOf(results, line, "drawbridge").length > 0).map((line) => formatRow(results, line));
  const header = ["", "figure", "direct", "reference", "Drawbridge", "ratio", "(min … max)", "goal", "met"];
  return formatRows(header, rows, (column) => column >= 2 && column <= 6);
}

/** A table for Markdown that is readable as it is; numbers stand at the right. */
export function formatRows(header: readonly string[], rows: readonly (readonly string[])[], isNumber: (column: number) => boolean): string {
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0));
  const rule = widths.map((width, column) => (isNumber(column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width)));
  return [header, rule, ...rows].map((row: readonly string[]) => `| ${row.map(pad).join(" | ")} |`).join("\n");
}

/** How quiet the machine was. */
export function formatDisturbance(results: readonly Result[]): string {
  const values = results.flatMap(({ figures }) => figures[disturbance] ?? []);
  if (values.length === 0) return "";
  if (values.some(Number.isNaN)) return "The proxy had no core for itself: figures of CPU and memory mean something, others do not.";
  return `Others took ${median(values).toFixed(1)} % of the proxy's core (median of ${values.length} loads; ${Math.max(...values).toFixed(1)} % at most).`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function formatRow(results: readonly Result[], line: Line): string[] {
  const one = line.of === "max" ? (values: number[]) => Math.max(...values) : median;
  const medians: Medians = { direct: Number.NaN, reference: Number.NaN, drawbridge: Number.NaN };
  for (const name of targetNames) {
    if (name === "reference" && line.ratio === false) continue;
    const values = valuesOf(results, line, name);
    if (values.length > 0) medians[name] = one(values);
  }
  const references = valuesOf(results, line, "reference");
  const ratios = valuesOf(results, line, "drawbridge").map((value, run) => value / (references[run] ?? Number.NaN));
  const hasRatio = line.ratio !== false && ratios.every(Number.isFinite);
  return [
    line.goal,
    line.what,
    ...targetNames.map((name) => formatNumber(medians[name])),
    hasRatio ? (medians.drawbridge / medians.reference).toFixed(2) : "",
    hasRatio ? `${Math.min(...ratios).toFixed(2)} … ${Math.max(...ratios).toFixed(2)}` : "",
    line.rule?.text ?? "",
    line.rule === null ? "" : line.rule.met(medians) ? "yes" : "NO",
  ];
}

/** In the order of the runs. */
function valuesOf(results: readonly Result[], { workload, figure }: Line, target: TargetName): number[] {
  return results.filter((each) => each.workload === workload && each.target === target).flatMap(({ figures }) => figures[figure] ?? []);
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "";
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}
