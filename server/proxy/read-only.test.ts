import { describe, expect, it } from "vitest";
import { requireReading } from "./read-only.ts";
import { describeRequest } from "./request-info.ts";

const pods = "/api/v1/namespaces/web/pods";
const refused = (method: string, target: string, readOnly = true) => {
  try {
    requireReading({ name: "production", readOnly }, describeRequest(method, target));
    return false;
  } catch {
    return true;
  }
};

describe("in a read-only environment", () => {
  it.each([
    ["GET", pods],
    ["HEAD", `${pods}/one`],
    ["GET", `${pods}?watch=true`],
    ["GET", `${pods}/one/log?follow=true`],
    ["GET", "/apis/apps/v1/deployments"],
    ["GET", "/apis/apps/v1/namespaces/web/deployments/one/scale"],
    ["GET", "/version"],
    ["GET", "/openapi/v3"],
    ["POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"],
    ["POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews"],
  ])("%s %s is read", (method, target) => {
    expect(refused(method, target)).toBe(false);
  });

  it.each([
    ["POST", pods],
    ["PUT", `${pods}/one`],
    ["PATCH", `${pods}/one`],
    ["DELETE", `${pods}/one`],
    ["DELETE", pods],
    ["GET", `${pods}/one/exec?command=id`],
    ["POST", `${pods}/one/attach`],
    ["GET", `${pods}/one/portforward`],
    ["GET", "/api/v1/namespaces/web/services/one/proxy/"],
    ["GET", "/api/v1/nodes/one/proxy/pods"],
    ["GET", "/api/v1/proxy/namespaces/web/services/one/"],
    ["POST", "/api/v1/namespaces/web/serviceaccounts/one/token"],
    ["POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews"],
    ["OPTIONS", pods],
    ["BREW", pods],
  ])("%s %s is refused", (method, target) => {
    expect(refused(method, target)).toBe(true);
    expect(refused(method, target, false)).toBe(false);
  });
});
