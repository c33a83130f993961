// Where things stand in a chart's drawing, which is 100 wide and 100 high and stretched to its place.

export type ChartValues = readonly (number | null)[];

/** The end of the scale: 1, 2 or 5 times a power of ten, at least `least`, so that it stays the same while values move a little. */
export function scaleMaximum(values: ChartValues, least: number): number {
  const highest = Math.max(least, ...values.map((value) => value ?? 0));
  const power = 10 ** Math.floor(Math.log10(highest));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= highest * 0.999) ?? 10;
  return factor * power;
}

/** The middle of the place of value `index` among `count`. */
export function placeOf(index: number, count: number): number {
  return round(((index + 0.5) / count) * 100);
}

/** A line through the values, as an SVG path; broken where there is none. One value between gaps is a dot, given a round line cap. */
export function linePath(values: ChartValues, maximum: number): string {
  let path = "";
  let isDrawing = false;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      isDrawing = false;
      continue;
    }
    const point = `${placeOf(index, values.length)} ${heightOf(value, maximum)}`;
    path += isDrawing ? `L${point}` : `M${point}l.01 0`;
    isDrawing = true;
  }
  return path;
}

/** The area below the line, for each stretch without a gap. */
export function areaPath(values: ChartValues, maximum: number): string {
  let path = "";
  let from: number | null = null;
  for (let index = 0; index <= values.length; index++) {
    const value = values[index] ?? null;
    if (value !== null) {
      path += from === null ? `M${placeOf(index, values.length)} 100` : "";
      from ??= index;
      path += `L${placeOf(index, values.length)} ${heightOf(value, maximum)}`;
    } else if (from !== null) {
      path += `L${placeOf(index - 1, values.length)} 100Z`;
      from = null;
    }
  }
  return path;
}

/** Bars from `below` upwards, one path for all of them; each takes `share` of its place's width. */
export function barsPath({ values, below, maximum, share = 0.7 }: { values: ChartValues; below: ChartValues; maximum: number; share?: number }): string {
  const half = (100 / values.length) * (share / 2);
  return values
    .map((value, index) => {
      if (!value) return "";
      const [bottom, x] = [below[index] ?? 0, placeOf(index, values.length)];
      return `M${round(x - half)} ${heightOf(bottom, maximum)}V${heightOf(bottom + value, maximum)}H${round(x + half)}V${heightOf(bottom, maximum)}Z`;
    })
    .join("");
}

function heightOf(value: number, maximum: number): number {
  return round(100 - (value / maximum) * 100);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
