// The counters of one environment: plain numbers in nested maps, so that a request costs four look-ups and no text is built for it.
import { durationBuckets } from "#lib/metric-samples/schema.ts";
import type { RequestInfo } from "../proxy/request-info.ts";
import { builtInResources, codeLabel, otherLabel, resourceLabel, resourceName, verbLabel } from "./request-labels.ts";
import { type UpstreamStep, upstreamSteps } from "./upstream-step.ts";

/** Of (verb, resource, code); beyond, a resource is counted as `other`. */
const seriesMax = 2000;
/** Names that are not built in. */
const ownResourcesMax = 200;

export class VerbSeries {
  /** Being carried now; null: no request of this verb was ever one that may stay open. */
  longRunning: number | null = null;
  seconds = 0;
  /** Each answer in the one bucket where it belongs; the last is for all that took longer than the highest bound. */
  readonly durations: number[] = Array.from({ length: durationBuckets.length + 1 }, () => 0);
  /** By resource, then by code. */
  readonly requests = new Map<string, Map<string, number>>();

  get count(): number {
    return this.durations.reduce((sum, each) => sum + each, 0);
  }

  observe(seconds: number): void {
    this.seconds += seconds;
    let bucket = 0;
    while (bucket < durationBuckets.length && seconds > (durationBuckets[bucket] ?? 0)) bucket++;
    this.durations[bucket] = (this.durations[bucket] ?? 0) + 1;
  }
}

export class EnvironmentSeries {
  readonly id: number;
  name: string;
  readonly verbs = new Map<string, VerbSeries>();
  readonly upstreamErrors = new Map<UpstreamStep, number>(upstreamSteps.map((step) => [step, 0]));
  readonly #resources = new Set(["", ...builtInResources]);
  #series = 0;

  constructor({ id, name }: { id: number; name: string }) {
    this.id = id;
    this.name = name;
  }

  verb(info: RequestInfo): VerbSeries {
    const label = verbLabel(info);
    let series = this.verbs.get(label);
    if (!series) {
      series = new VerbSeries();
      this.verbs.set(label, series);
    }
    return series;
  }

  /** `code` 0: the client left before there was an answer. */
  count(verb: VerbSeries, info: RequestInfo, code: number): void {
    const text = codeLabel(code);
    const asked = this.#known(resourceLabel(info), code);
    const counted = verb.requests.get(asked)?.get(text);
    if (counted !== undefined) {
      verb.requests.get(asked)?.set(text, counted + 1);
      return;
    }
    const resource = this.#series < seriesMax ? asked : otherLabel;
    const codes = verb.requests.get(resource) ?? new Map<string, number>();
    verb.requests.set(resource, codes);
    codes.set(text, (codes.get(text) ?? 0) + 1);
    this.#series++;
  }

  countUpstreamError(step: UpstreamStep): void {
    this.upstreamErrors.set(step, (this.upstreamErrors.get(step) ?? 0) + 1);
  }

  /** The name, once the cluster has answered to it: whoever makes names up fills no place. */
  #known(resource: string, code: number): string {
    if (this.#resources.has(resource)) return resource;
    const served = (code >= 200 && code < 300) || code === 101;
    if (!served || this.#resources.size > builtInResources.length + ownResourcesMax || !resourceName.test(resource)) return otherLabel;
    this.#resources.add(resource);
    return resource;
  }
}
