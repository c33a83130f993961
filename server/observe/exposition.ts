// Metrics as text, in Prometheus' exposition format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats): what every scraper reads.

export interface Sample {
  /** Of a histogram: which of its series. */
  suffix?: "_bucket" | "_sum" | "_count";
  labels?: Readonly<Record<string, string>>;
  value: number;
}

export interface MetricFamily {
  name: string;
  help: string;
  type: "counter" | "gauge" | "histogram";
  /** Names of the labels that its samples carry. */
  labels: readonly string[];
  /** Called at a scrape. */
  collect(): Iterable<Sample>;
}

export const expositionContentType = "text/plain; version=0.0.4; charset=utf-8";

const partCharacters = 16_384;

/** The families with their samples, one a line, in parts of some hundred lines: a whole may take too long for one turn of the event loop. */
export function* expose(families: Iterable<MetricFamily>): Generator<string> {
  let part = "";
  for (const { name, help, type, collect } of families) {
    part += `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n# TYPE ${name} ${type}\n`;
    for (const { suffix = "", labels, value } of collect()) {
      part += `${name}${suffix}${labelSet(labels)} ${number(value)}\n`;
      if (part.length < partCharacters) continue;
      yield part;
      part = "";
    }
  }
  yield part;
}

/** A family without labels, whose one value is read at the scrape. */
export function single(name: string, type: "counter" | "gauge", help: string, read: () => number): MetricFamily {
  return { name, help, type, labels: [], collect: () => [{ value: read() }] };
}

function labelSet(labels: Sample["labels"]): string {
  let pairs = "";
  for (const name in labels) pairs += `${pairs === "" ? "" : ","}${name}="${escaped(labels[name] ?? "")}"`;
  return pairs === "" ? "" : `{${pairs}}`;
}

function escaped(value: string): string {
  if (!/[\\"\n]/.test(value)) return value;
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function number(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}
