import { describe, expect, it } from "vitest";
import { describeRequest, type RequestInfo } from "./request-info.ts";

const none = { apiGroup: null, resource: null, subresource: null, namespace: null, name: null };

describe("what a request is about", () => {
  it.each<[string, string, Partial<RequestInfo>]>([
    ["GET", "/version", { verb: "get", ...none, discovery: true, longRunning: false }],
    ["POST", "/x", { verb: "post", ...none, discovery: false }],
    ["GET", "/api/v1/pods", { verb: "list", apiGroup: "", resource: "pods", namespace: null, discovery: false }],
    ["GET", "/api/v1/namespaces/a/pods/p?x=y", { verb: "get", resource: "pods", namespace: "a", name: "p" }],
    ["HEAD", "/api/v1/namespaces/a/pods/p", { verb: "get" }],
    ["GET", "/api/v1/namespaces/a", { verb: "get", resource: "namespaces", namespace: "a", name: "a" }],
    ["PUT", "/api/v1/namespaces/a/finalize", { verb: "update", resource: "namespaces", subresource: "finalize", name: "a" }],
    ["POST", "/apis/apps/v1/namespaces/a/deployments", { verb: "create", apiGroup: "apps", resource: "deployments", namespace: "a" }],
    ["PATCH", "/apis/apps/v1/namespaces/a/deployments/d/scale", { verb: "patch", subresource: "scale", name: "d" }],
    ["DELETE", "/api/v1/namespaces/a/pods/p", { verb: "delete" }],
    ["DELETE", "/api/v1/namespaces/a/pods", { verb: "deletecollection" }],
    ["GET", "/api/v1/namespaces/a%20b/pods/%zz", { namespace: "a b", name: "%zz" }],
    // As the API server reads them: first in clear, then in segments.
    ["GET", "/api/v1/namespaces/a/pods/p%2Fexec", { resource: "pods", name: "p", subresource: "exec", longRunning: true }],
    ["GET", "/api/v1/namespaces%2fa/pods/p/%65xec/", { namespace: "a", resource: "pods", name: "p", subresource: "exec" }],
    ["GET", "/api/v1/namespaces/a/pods/p/%FF%2Fexec", { name: "p", subresource: "\xff" }],
    ["GET", "/api/v1/namespaces//pods/p/exec", { namespace: "", resource: "pods", name: "p", subresource: "exec" }],
    ["GET", "//api/v1/nodes/n/proxy//run", { resource: "nodes", name: "n", subresource: "proxy" }],
    ["GET", "/apis/apps/v1", { verb: "get", discovery: true, resource: null }],
    ["GET", "/apis/apps/v1/deployments", { verb: "list", discovery: false }],
  ])("%s %s", (method, target, expected) => {
    expect(describeRequest(method, target)).toMatchObject(expected);
  });

  it.each([
    ["/api/v1/pods?watch=true", "watch"],
    ["/api/v1/pods?limit=5&watch=1", "watch"],
    ["/api/v1/pods?watch", "watch"],
    ["/api/v1/watch/pods", "watch"],
    ["/api/v1/namespaces/a/pods/p/exec?command=x", "get"],
    ["/api/v1/namespaces/a/pods/p/attach", "get"],
    ["/api/v1/namespaces/a/pods/p/portforward", "get"],
    ["/api/v1/namespaces/a/pods/p/log?follow=true", "get"],
    ["/api/v1/namespaces/a/services/s/proxy/any/where", "get"],
    ["/api/v1/proxy/nodes/n", "proxy"],
  ])("%s may stay open", (target, verb) => {
    expect(describeRequest("GET", target)).toMatchObject({ verb, longRunning: true });
  });

  it.each([
    "/api/v1/pods?watch=false",
    "/api/v1/pods?watch=0",
    "/api/v1/pods?unwatch=true",
    "/api/v1/namespaces/a/pods/watch",
    "/api/v1/namespaces/a/configmaps/exec",
  ])("%s may not", (target) => {
    expect(describeRequest("GET", target).longRunning).toBe(false);
  });

  it("only a proxy subresource speaks for an application", () => {
    expect(describeRequest("GET", "/api/v1/namespaces/a/services/proxy").application).toBe(false);
    expect(describeRequest("GET", "/api/v1/namespaces/a/services/x/proxy").application).toBe(true);
    expect(describeRequest("GET", "/api/v1/nodes/n/proxy/exec").application).toBe(true);
  });
});
