export { readMetricHistory } from "./read-history.ts";
export { type MetricSample, sampleStatements } from "./sample.ts";
