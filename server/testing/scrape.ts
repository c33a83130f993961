// Metrics as a scraper reads them, and no laxer: what is not well-formed by the exposition format 0.0.4 is an error.

export interface ScrapedFamily {
  type: string;
  help: string;
  samples: ScrapedSample[];
}

interface ScrapedSample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

export interface Scrape {
  families: Map<string, ScrapedFamily>;
  /** The value of the one series with these labels and no other; undefined when there is none. */
  value(name: string, labels?: Record<string, string>): number | undefined;
}

/** Throws an error that shows the line which no scraper would take. */
export function parseExposition(text: string): Scrape {
  if (!text.endsWith("\n")) throw new Error("the last line has no end");
  const families = new Map<string, ScrapedFamily>();
  const series = new Map<string, number>();
  let present = "";
  for (const line of text.slice(0, -1).split("\n")) {
    const [, comment, name = "", rest = ""] = /^# (HELP|TYPE) ([a-z_][a-z0-9_]*) (\S.*)$/.exec(line) ?? [];
    if (comment === "HELP") {
      if (families.has(name)) throw new Error(`twice: ${line}`);
      families.set(name, { type: "", help: rest, samples: [] });
      present = name;
      continue;
    }
    const family = families.get(present);
    if (!family || (comment === "TYPE" && name !== present)) throw new Error(`of no family: ${line}`);
    if (comment === "TYPE") setType(family, rest);
    else addSample(family, present, parseSample(line), series);
  }
  for (const [name, family] of families) if (family.type === "histogram") checkHistogram(name, family.samples);
  return { families, value: (name, labels = {}) => series.get(keyOf(name, labels)) };
}

function setType(family: ScrapedFamily, type: string): void {
  if (family.type !== "" || family.samples.length > 0 || !/^(?:counter|gauge|histogram)$/.test(type)) throw new Error(`not a type: ${type}`);
  family.type = type;
}

function addSample(family: ScrapedFamily, familyName: string, sample: ScrapedSample, series: Map<string, number>): void {
  const own = family.type === "histogram" ? sample.name.replace(/_(?:bucket|sum|count)$/, "") : sample.name;
  const key = keyOf(sample.name, sample.labels);
  if (own !== familyName || family.type === "") throw new Error(`not of ${familyName}: ${key}`);
  if (series.has(key)) throw new Error(`twice: ${key}`);
  series.set(key, sample.value);
  family.samples.push(sample);
}

function parseSample(line: string): ScrapedSample {
  const [, name = "", labelText, value = ""] = /^([a-z_][a-z0-9_]*)(?:\{(.*)\})? (NaN|[+-]Inf|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(line) ?? [];
  if (name === "") throw new Error(`not a sample: ${line}`);
  const labels: Record<string, string> = {};
  let left = labelText ?? "";
  while (left !== "") {
    const [all = "", label = "", text = ""] = /^([a-z_][a-z0-9_]*)="((?:[^"\\]|\\[\\"n])*)"(?:,(?=[a-z])|$)/.exec(left) ?? [];
    if (all === "" || label in labels) throw new Error(`not labels: ${line}`);
    labels[label] = text.replace(/\\([\\"n])/g, (_match, character: string) => (character === "n" ? "\n" : character));
    left = left.slice(all.length);
  }
  return { name, labels, value: Number(value.replace("Inf", "Infinity")) };
}

function keyOf(name: string, labels: Record<string, string>): string {
  return JSON.stringify([name, ...Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1))]);
}

/** Buckets grow with their bound up to `+Inf`, which holds as many as `_count`. */
function checkHistogram(name: string, samples: readonly ScrapedSample[]): void {
  const groups = Map.groupBy(samples, ({ labels: { le: _bound, ...labels } }) => keyOf("", labels));
  for (const [key, group] of groups) {
    const buckets = group.filter((sample) => sample.name === `${name}_bucket`);
    const bounds = buckets.map(({ labels }) => Number((labels.le ?? "NaN").replace("Inf", "Infinity")));
    const counts = buckets.map(({ value }) => value);
    const sorted = (numbers: readonly number[]) => numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? 0));
    const count = group.find((sample) => sample.name === `${name}_count`)?.value;
    const sum = group.find((sample) => sample.name === `${name}_sum`)?.value;
    if (!sorted(bounds) || !sorted(counts) || bounds.at(-1) !== Number.POSITIVE_INFINITY || counts.at(-1) !== count || sum === undefined)
      throw new Error(`not a histogram: ${name} ${key}`);
  }
}
