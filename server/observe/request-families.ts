// The proxy's counters as metric families.
import { durationBuckets } from "#lib/metric-samples/schema.ts";
import type { VerbSeries } from "./environment-series.ts";
import { type MetricFamily, type Sample, single } from "./exposition.ts";
import type { RequestMeter } from "./request-meter.ts";

export function requestFamilies(meter: RequestMeter): MetricFamily[] {
  function* eachVerb(samples: (series: VerbSeries, labels: { environment: string; verb: string }) => Iterable<Sample>) {
    for (const { name, verbs } of meter.environments) for (const [verb, series] of verbs) yield* samples(series, { environment: name, verb });
  }
  return [
    {
      name: "drawbridge_request_total",
      type: "counter",
      help: "Requests of known callers that have ended, by what was asked and the code that was answered; 0: the client left before.",
      labels: ["environment", "verb", "resource", "code"],
      *collect() {
        yield* eachVerb(function* (verb, labels) {
          for (const [resource, codes] of verb.requests) for (const [code, value] of codes) yield { labels: { ...labels, resource, code }, value };
        });
      },
    },
    {
      name: "drawbridge_request_duration_seconds",
      type: "histogram",
      help: "From a request's coming to the end of its answer, without the long-running ones.",
      labels: ["environment", "verb", "le"],
      *collect() {
        yield* eachVerb((verb, labels) => (verb.count === 0 ? [] : histogram(verb, labels)));
      },
    },
    {
      name: "drawbridge_longrunning_requests",
      type: "gauge",
      help: "Watches, logs, execs, port-forwards and the like that are being carried, answered yet or not.",
      labels: ["environment", "verb"],
      *collect() {
        yield* eachVerb(({ longRunning }, labels) => (longRunning === null ? [] : [{ labels, value: longRunning }]));
      },
    },
    {
      name: "drawbridge_upstream_errors_total",
      type: "counter",
      help: "Requests that failed at the environment's API server, by the step that failed.",
      labels: ["environment", "reason"],
      *collect() {
        for (const { name, upstreamErrors } of meter.environments)
          for (const [reason, value] of upstreamErrors) yield { labels: { environment: name, reason }, value };
      },
    },
    single("drawbridge_open_streams", "gauge", "Long-running requests whose answer has begun.", () => meter.openStreams),
    {
      name: "drawbridge_refusals_total",
      type: "counter",
      help: "Requests that Drawbridge itself refused or could not carry, by the code that it answered.",
      labels: ["code"],
      *collect() {
        for (const [code, value] of meter.refusals) yield { labels: { code: String(code) }, value };
      },
    },
    single("drawbridge_authentication_failures_total", "counter", "Requests for a cluster with no token, or one that is unknown, expired or revoked.", () => {
      return meter.refusals.get(401) ?? 0;
    }),
  ];
}

function* histogram(verb: VerbSeries, labels: Readonly<Record<string, string>>): Iterable<Sample> {
  let upTo = 0;
  for (const [index, value] of verb.durations.entries()) {
    upTo += value;
    const bound = durationBuckets[index];
    yield { suffix: "_bucket", labels: { ...labels, le: bound === undefined ? "+Inf" : String(bound) }, value: upTo };
  }
  yield { suffix: "_sum", labels, value: verb.seconds };
  yield { suffix: "_count", labels, value: upTo };
}
