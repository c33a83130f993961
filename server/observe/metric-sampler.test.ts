import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EnvironmentAccess } from "#lib/access/index.ts";
import type { MetricSample } from "#lib/metric-samples/index.ts";
import { describeRequest } from "../proxy/request-info.ts";
import { ProxyError } from "../proxy/status.ts";
import { type MetricSampler, startMetricSampler } from "./metric-sampler.ts";
import { createRequestMeter, type RequestMeter } from "./request-meter.ts";

const environment = (id: number): EnvironmentAccess => ({
  ...{ id, name: `e${id}`, disabled: false, readOnly: false, connectAsCreate: true, sealedToken: null, credentialExpiresAt: null, reachable: null },
  ...{ confirmedUsers: new Set<string>(), confirmedGroups: new Set<string>() },
  connection: { server: "https://127.0.0.1:1", caData: null, pinnedSha256: null, tlsServerName: null },
});
const environments = new Map([1, 2].map((id) => [id, environment(id)]));

let meter: RequestMeter;
let sampler: MetricSampler;
let stored: MetricSample[];
let failing: boolean;
const warnings: unknown[] = [];
beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-01-15T12:00:20Z") });
  meter = createRequestMeter();
  meter.retain(environments);
  stored = [];
  failing = false;
  warnings.length = 0;
  const store = async (sample: MetricSample) => {
    if (failing) throw new Error("database is locked");
    stored.push(sample);
  };
  sampler = startMetricSampler({ meter, store, instance: "here:1", logger: { warn: (...each: unknown[]) => void warnings.push(each), error: () => {} } });
});
afterEach(async () => {
  await sampler.stop();
  vi.useRealTimers();
});

function answered(id: number, login: string, code: number): void {
  const outcome = { code, requestBytes: 0, responseBytes: 0, endedBy: "server" as const };
  meter.finished(
    { info: describeRequest("GET", "/api/v1/pods"), environment: environments.get(id) ?? null, outcome, refusal: null, caller: { user: { login } } },
    0.004,
  );
}

describe("a sample", () => {
  it("has, on each minute, what the metrics have counted since the last one", async () => {
    answered(1, "bob", 200);
    answered(1, "bob", 403);
    answered(2, "eve", 502);
    meter.finished({ info: null, environment: null, outcome: null, refusal: new ProxyError(401, "who?"), caller: null }, 0.001);
    await vi.advanceTimersByTimeAsync(40_000);
    answered(2, "eve", 200);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stored).toMatchObject([
      {
        ...{ at: new Date("2026-01-15T12:01:00Z"), instance: "here:1", seconds: 40, requests: 3, refused: 1, failed: 1, unauthenticated: 1, openStreams: 0 },
        people: [
          { login: "bob", requests: 2, refused: 1 },
          { login: "eve", requests: 1, refused: 0 },
        ],
        environments: [
          { id: 1, requests: 2, failed: 0 },
          { id: 2, requests: 1, failed: 1 },
        ],
      },
      { at: new Date("2026-01-15T12:02:00Z"), seconds: 60, requests: 1, refused: 0, failed: 0, unauthenticated: 0, people: [{ login: "eve", requests: 1 }] },
    ]);
    expect(stored[0]?.durations).toEqual([0, 3, ...Array.from({ length: 13 }, () => 0)]);
  });

  it("that could not be stored is told once, and the next one has its counts", async () => {
    failing = true;
    answered(1, "bob", 200);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(warnings).toEqual([[expect.objectContaining({ err: expect.any(Error) }), "metric samples could not be written"]]);
    failing = false;
    answered(1, "bob", 404);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stored).toMatchObject([{ seconds: 100, requests: 2, refused: 1, people: [{ login: "bob", requests: 2, refused: 1 }] }]);
  });

  it("loses nobody's counts when an environment is removed", async () => {
    answered(1, "bob", 200);
    await vi.advanceTimersByTimeAsync(40_000);
    answered(2, "bob", 200);
    meter.retain(new Map([[2, environment(2)]]));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stored.map(({ requests }) => requests)).toEqual([1, 1]);
  });
});
