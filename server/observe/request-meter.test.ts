import { beforeEach, describe, expect, it } from "vitest";
import type { EnvironmentAccess } from "#lib/access/index.ts";
import { parseExposition, type Scrape } from "#server/testing/scrape.ts";
import { describeRequest } from "../proxy/request-info.ts";
import { ProxyError } from "../proxy/status.ts";
import { expose } from "./exposition.ts";
import { requestFamilies } from "./request-families.ts";
import { createRequestMeter, type RequestMeter } from "./request-meter.ts";

const alpha: EnvironmentAccess = {
  ...{
    id: 1,
    name: "alpha",
    disabled: false,
    readOnly: false,
    connectAsCreate: true,
    sealedToken: null,
    credentialExpiresAt: null,
    reachable: null,
    confirmedUsers: new Set<string>(),
    confirmedGroups: new Set<string>(),
  },
  connection: { server: "https://127.0.0.1:1", caData: null, pinnedSha256: null, tlsServerName: null },
};
let meter: RequestMeter;
beforeEach(() => {
  meter = createRequestMeter();
  meter.retain(new Map([[alpha.id, alpha]]));
});

const text = () => [...expose(requestFamilies(meter))].join("");
const scrape = (): Scrape => parseExposition(text());
const series = (name: string) => scrape().families.get(name)?.samples ?? [];

function answered(method: string, target: string, code: number, seconds: number | null = 0.004): void {
  meter.finished(
    {
      info: describeRequest(method, target),
      environment: alpha,
      outcome: { code, requestBytes: 0, responseBytes: 0, endedBy: "server" },
      refusal: null,
      caller: null,
    },
    seconds,
  );
}

describe("requests", () => {
  it.each([
    ["GET", "/api/v1/namespaces/a/pods", "list", "pods"],
    ["GET", "/api/v1/namespaces/a/pods/p", "get", "pods"],
    ["GET", "/api/v1/pods?watch=1", "watch", "pods"],
    ["POST", "/apis/apps/v1/namespaces/a/deployments", "create", "deployments"],
    ["PATCH", "/apis/apps/v1/namespaces/a/deployments/d/scale", "patch", "deployments/scale"],
    ["DELETE", "/api/v1/namespaces/a/pods", "deletecollection", "pods"],
    ["GET", "/version", "get", ""],
    ["POST", "/api/v1/namespaces/a/pods/p/exec?command=ls", "connect", "pods/exec"],
    ["GET", "/api/v1/namespaces/a/pods/p/exec?command=ls", "connect", "pods/exec"],
    ["GET", "/api/v1/namespaces/a/services/s/proxy/metrics", "connect", "services/proxy"],
  ])("%s %s are counted as %s of %j", (method, target, verb, resource) => {
    answered(method, target, 200);
    expect(scrape().value("drawbridge_request_total", { environment: "alpha", verb, resource, code: "200" })).toBe(1);
  });

  it("have their durations in the bucket where they belong and in all above", () => {
    expect(series("drawbridge_longrunning_requests")).toEqual([]);
    for (const seconds of [0.001, 0.04, 0.05, 100]) answered("GET", "/api/v1/pods", 200, seconds);
    const bucket = (le: string) => scrape().value("drawbridge_request_duration_seconds_bucket", { environment: "alpha", verb: "list", le });
    expect(["0.002", "0.025", "0.05", "60", "+Inf"].map(bucket)).toEqual([1, 1, 3, 3, 4]);
    expect(scrape().value("drawbridge_request_duration_seconds_sum", { environment: "alpha", verb: "list" })).toBeCloseTo(100.091);
  });

  it("that may stay open count as such until they end, and have no duration", () => {
    const info = describeRequest("GET", "/api/v1/pods?watch=1");
    const [one, other] = [meter.open(alpha, info), meter.open(alpha, info)];
    one.begin();
    const now = () => [scrape().value("drawbridge_longrunning_requests", { environment: "alpha", verb: "watch" }), scrape().value("drawbridge_open_streams")];
    expect(now()).toEqual([2, 1]);
    one.close();
    other.close();
    expect(now()).toEqual([0, 0]);
    answered("GET", "/api/v1/pods?watch=1", 200, null);
    expect(series("drawbridge_request_duration_seconds")).toEqual([]);
  });

  it("whose client left before an answer have the code 0", () => {
    meter.finished({ info: describeRequest("GET", "/api/v1/pods"), environment: alpha, outcome: null, refusal: null, caller: null }, 1);
    expect(scrape().value("drawbridge_request_total", { environment: "alpha", verb: "list", resource: "pods", code: "0" })).toBe(1);
  });
});

describe("faults of an API server", () => {
  const cause = (code: string) => Object.assign(new Error("no"), { code });
  it.each([
    ["dns", new ProxyError(502, "no name", { cause: cause("ENOTFOUND") })],
    ["connect", new ProxyError(502, "refused", { cause: cause("ECONNREFUSED") })],
    ["tls", new ProxyError(502, "expired", { cause: cause("CERT_HAS_EXPIRED") })],
    ["tls", new ProxyError(502, "wrong name", { cause: cause("ERR_TLS_CERT_ALTNAME_INVALID") })],
    ["address", new ProxyError(502, "refused", { cause: cause("ERR_REFUSED_ADDRESS") })],
    ["credential", new ProxyError(502, "the environment “alpha” does not accept Drawbridge's credential any more")],
    ["first_byte", new ProxyError(504, "the environment “alpha” did not answer in time")],
    ["reset", new ProxyError(502, "broke off", { cause: cause("ECONNRESET") })],
    ["answer", new ProxyError(502, "not HTTP", { cause: cause("ERR_INVALID_ANSWER") })],
    ["answer", new ProxyError(502, "not asked for")],
    ["other", new ProxyError(502, "strange", { cause: cause("ESTRANGE") })],
  ])("are counted by the step that failed: %s", (reason, refusal) => {
    meter.finished({ info: describeRequest("GET", "/api/v1/pods"), environment: alpha, outcome: null, refusal, caller: null }, 1);
    const failed = series("drawbridge_upstream_errors_total").filter(({ value }) => value > 0);
    expect(failed.map(({ labels }) => labels)).toEqual([{ environment: "alpha", reason }]);
    expect(scrape().value("drawbridge_refusals_total", { code: String(refusal.code) })).toBe(1);
  });

  it("stand at 0 before the first one, so that its increase is seen", () => {
    expect(scrape().value("drawbridge_upstream_errors_total", { environment: "alpha", reason: "connect" })).toBe(0);
    expect(scrape().value("drawbridge_refusals_total", { code: "502" })).toBe(0);
    expect(scrape().value("drawbridge_authentication_failures_total")).toBe(0);
  });
});

describe("the number of series", () => {
  it("does not grow by what a caller makes up: names, methods, codes", () => {
    for (let index = 0; index < 5000; index++) {
      answered("GET", `/api/v1/namespaces/a/made-up-${index}`, 404);
      answered("GET", `/api/v1/namespaces/a/pods/p/made-up-${index}`, 403);
      answered(`M${index}`, "/api/v1/pods", 405);
      answered("GET", "/api/v1/namespaces/a/services/s/proxy/", 200 + (index % 399));
    }
    const labels = series("drawbridge_request_total").map((sample) => sample.labels);
    expect(new Set(labels.map(({ resource }) => resource))).toEqual(new Set(["other", "pods", "services/proxy"]));
    expect(new Set(labels.map(({ verb }) => verb))).toEqual(new Set(["list", "get", "connect", "other"]));
    expect(labels.length).toBeLessThan(60);
  });

  it("has an end even when a cluster says yes to everything", () => {
    for (let index = 0; index < 5000; index++) for (const method of ["GET", "POST", "PUT", "PATCH"]) answered(method, `/apis/g/v1/kind-${index}`, 200);
    expect(series("drawbridge_request_total").length).toBeLessThan(1000);
    expect(scrape().value("drawbridge_request_total", { environment: "alpha", verb: "list", resource: "other", code: "200" })).toBeGreaterThan(4000);
  });

  it("takes in a cluster's own resources once it has answered for them", () => {
    answered("GET", "/apis/example.com/v1/widgets", 403);
    answered("GET", "/apis/example.com/v1/widgets", 200);
    answered("GET", "/apis/example.com/v1/widgets", 403);
    const counted = series("drawbridge_request_total").map(({ labels, value }) => [labels.resource, labels.code, value]);
    expect(counted).toEqual([
      ["other", "403", 1],
      ["widgets", "200", 1],
      ["widgets", "403", 1],
    ]);
  });

  it("shrinks with an environment that is removed, and follows one that is renamed", () => {
    answered("GET", "/api/v1/pods", 200);
    meter.retain(new Map([[1, { id: 1, name: "omega" }]]));
    expect(scrape().value("drawbridge_request_total", { environment: "omega", verb: "list", resource: "pods", code: "200" })).toBe(1);
    meter.retain(new Map());
    answered("GET", "/api/v1/pods", 200);
    expect(series("drawbridge_request_total")).toEqual([]);
  });

  it("is not moved by a request without a known caller", () => {
    const before = text().split("\n").length;
    const refusal = new ProxyError(401, "this kubeconfig is not known here");
    meter.finished({ info: describeRequest("GET", "/api/v1/pods"), environment: null, outcome: null, refusal, caller: null }, 0.001);
    expect(text().split("\n").length).toBe(before);
    expect(scrape().value("drawbridge_authentication_failures_total")).toBe(1);
  });
});
