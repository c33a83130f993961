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

/** The families with their samples, one a line. */
export function expose(families: Iterable<MetricFamily>): string {
  const lines: string[] = [];
  for (const { name, help, type, collect } of families) {
    lines.push(`# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`, `# TYPE ${name} ${type}`);
    for (const { suffix = "", labels, value } of collect()) lines.push(`${name}${suffix}${labelSet(labels)} ${number(value)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** A family without labels, whose one value is read at the scrape. */
export function single(name: string, type: "counter" | "gauge", help: string, read: () => number): MetricFamily {
  return { name, help, type, labels: [], collect: () => [{ value: read() }] };
}

function labelSet(labels: Sample["labels"]): string {
  const pairs = Object.entries(labels ?? {}).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function number(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}
