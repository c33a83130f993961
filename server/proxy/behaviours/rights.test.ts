// What a person may do is the cluster's to say.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerWith } from "#server/testing/api-server.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.api.requests.length = 0;
});
afterAll(() => relay.close());

describe("a viewer", () => {
  // P50
  it.each([
    ["GET", "/api/v1/namespaces/a/pods/p/exec?command=id"],
    ["GET", "/api/v1/namespaces/a/pods/p/portforward"],
    ["GET", "/api/v1/nodes/n/proxy/exec/a/p/c"],
    ["POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"],
    ["DELETE", "/api/v1/namespaces/a/pods/p"],
  ])("is not judged by the method of %s %s: the cluster is asked, as that viewer, and its answer counts", async (method, path) => {
    const status = '{"kind":"Status","code":403,"message":"by the rules of the cluster"}';
    relay.api.script = answerWith("403 Forbidden", status, ["Content-Type: application/json"]);
    expect(await relay.ask(method, path)).toMatchObject({ code: 403, body: status });
    expect(relay.api.requests).toMatchObject([{ method, target: path }]);
    expect(relay.api.requests[0]?.all("impersonate-group")).toEqual(["drawbridge:role:view"]);
  });
});
