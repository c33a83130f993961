// Counts what the proxy does. It is called for each request, on the thread that carries them all: no text is built here, and only what an
// authenticated person asks of an environment that is theirs makes a series of its own.
import type { EnvironmentAccess } from "#lib/access/index.ts";
import type { Outcome } from "../proxy/forwarding.ts";
import type { RequestInfo } from "../proxy/request-info.ts";
import type { ProxyError, RefusalCode } from "../proxy/status.ts";
import { EnvironmentSeries, VerbSeries } from "./environment-series.ts";
import { type UpstreamStep, upstreamStep } from "./upstream-step.ts";

/** What is known of a request at its end. */
export interface MeteredRequest {
  info: RequestInfo | null;
  /** Null: the caller is unknown, or has no access there. */
  environment: EnvironmentAccess | null;
  outcome: Outcome | null;
  refusal: ProxyError | null;
  caller: { user: { login: string } } | null;
}

/** What a person asked for since it was last looked at. */
export interface PersonCount {
  requests: number;
  /** With 4xx. */
  refused: number;
}

/** A request that may stay open. */
export interface OpenRequest {
  /** Its answer has begun. */
  begin(): void;
  close(): void;
}

export interface RequestMeter {
  open(environment: EnvironmentAccess, info: RequestInfo): OpenRequest;
  /** `seconds`: from its coming to its end; null for a long-running one, whose duration says nothing about us. */
  finished(request: MeteredRequest, seconds: number | null): void;
  countUpstreamError(environment: EnvironmentAccess, step: UpstreamStep): void;
  /** Starts the series of environments that are new, and forgets those that are gone. */
  retain(environments: ReadonlyMap<number, Pick<EnvironmentAccess, "id" | "name">>): void;
  readonly environments: Iterable<EnvironmentSeries>;
  readonly refusals: ReadonlyMap<RefusalCode, number>;
  readonly openStreams: number;
  /** By login, and begins anew: a total of everybody would grow with those who are long gone. */
  takePeople(): ReadonlyMap<string, PersonCount>;
}

/** There from the start: a rate from nothing to one is none to Prometheus. */
const refusalCodes = [400, 401, 403, 404, 405, 408, 429, 500, 502, 503, 504] as const satisfies readonly RefusalCode[];

export function createRequestMeter(): RequestMeter {
  const environments = new Map<number, EnvironmentSeries>();
  const refusals = new Map<RefusalCode, number>(refusalCodes.map((code) => [code, 0]));
  let people = new Map<string, PersonCount>();
  let openStreams = 0;

  function countPerson(login: string, code: number): void {
    const count = people.get(login) ?? { requests: 0, refused: 0 };
    people.set(login, count);
    count.requests++;
    if (code >= 400 && code < 500) count.refused++;
  }

  return {
    open(environment, info) {
      const verb = environments.get(environment.id)?.verb(info) ?? new VerbSeries();
      verb.longRunning = (verb.longRunning ?? 0) + 1;
      let begun = false;
      return {
        begin() {
          if (begun) return;
          begun = true;
          openStreams++;
        },
        close() {
          verb.longRunning = (verb.longRunning ?? 1) - 1;
          if (begun) openStreams--;
        },
      };
    },
    finished({ info, environment, outcome, refusal, caller }, seconds) {
      if (refusal !== null) refusals.set(refusal.code, (refusals.get(refusal.code) ?? 0) + 1);
      if (environment === null || info === null) return;
      // One that was removed meanwhile has no series any more: another may have its name by now, and a name stands in a scrape once.
      const series = environments.get(environment.id);
      if (series === undefined) return;
      const verb = series.verb(info);
      const code = refusal?.code ?? outcome?.code ?? 0;
      series.count(verb, info, code);
      if (caller !== null) countPerson(caller.user.login, code);
      if (seconds !== null) verb.observe(seconds);
      const step = refusal === null ? null : upstreamStep(refusal);
      if (step !== null) series.countUpstreamError(step);
    },
    countUpstreamError(environment, step) {
      environments.get(environment.id)?.countUpstreamError(step);
    },
    retain(present) {
      for (const id of environments.keys()) if (!present.has(id)) environments.delete(id);
      for (const { id, name } of present.values()) {
        const series = environments.get(id);
        if (series) series.name = name;
        else environments.set(id, new EnvironmentSeries({ id, name }));
      }
    },
    get environments() {
      return environments.values();
    },
    refusals,
    get openStreams() {
      return openStreams;
    },
    takePeople() {
      const taken = people;
      people = new Map();
      return taken;
    },
  };
}
