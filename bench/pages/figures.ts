import { formatRows, median } from "../table.ts";

/** A line of the table: what was measured, and what it should be. */
export interface Figure {
  /** Number in docs/performance.md; empty for a line that only informs. */
  goal: string;
  what: string;
  unit: "ms" | "KB" | "";
  values: readonly number[];
  /** Of an answer: when its first byte was there, and how long it is as it comes over the line. */
  firstByte?: readonly number[];
  kilobytes?: number;
  /** The goal, for the 95th percentile; null: none. */
  most: number | null;
}

/** Fewer say nothing about one in twenty. */
const percentileFrom = 10;
const header = ["", "figure", "first byte, ms", "KB", "median", "p95", ": sign-in", "goal", "met"];

/** One table, ready to print and to stand in Markdown. `reference` is a page that has nothing of the instance in it. */
export function formatFigures(figures: readonly Figure[], reference: string): string {
  const base = median(figures.find(({ what }) => what === reference)?.values ?? []);
  return formatRows(
    header,
    figures.map((figure) => rowOf(figure, base)),
    (column) => column >= 2 && column <= 6,
  );
}

function rowOf({ goal, what, unit, values, firstByte, kilobytes, most }: Figure, base: number): string[] {
  const high = percentile(values);
  return [
    goal,
    unit === "" ? what : `${what}, ${unit}`,
    firstByte ? formatNumber(median(firstByte)) : "",
    kilobytes === undefined ? "" : formatNumber(kilobytes),
    formatNumber(median(values)),
    values.length >= percentileFrom ? formatNumber(high) : "",
    firstByte ? (median(values) / base).toFixed(1) : "",
    most === null ? "" : `≤ ${most}`,
    most === null ? "" : high <= most ? "yes" : "NO",
  ];
}

/** The 95th, or of few values the highest. */
function percentile(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[values.length < percentileFrom ? sorted.length - 1 : Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

function formatNumber(value: number): string {
  return Math.abs(value) >= 10 ? value.toFixed(0) : value.toFixed(1);
}
