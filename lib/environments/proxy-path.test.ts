import { describe, expect, it } from "vitest";
import { buildProxyPath, isProxyTarget, parseProxyPath } from "./proxy-path.ts";

describe("parseProxyPath", () => {
  it.each([
    ["/api/endpoints/1/kubernetes", 1, "/"],
    ["/api/endpoints/1/kubernetes/", 1, "/"],
    ["/api/endpoints/12/kubernetes?x", 12, "/?x"],
    ["/api/endpoints/7/kubernetes//a/%2F?b=/api/endpoints/8/kubernetes", 7, "//a/%2F?b=/api/endpoints/8/kubernetes"],
  ])("%s is environment %i and %s", (target, environmentId, rest) => {
    expect(parseProxyPath(target)).toEqual({ environmentId, rest, prefix: buildProxyPath(environmentId) });
  });

  it.each([
    "/api/endpoints/0/kubernetes",
    "/api/endpoints/01/kubernetes",
    "/api/endpoints/1.0/kubernetes",
    "/api/endpoints/-1/kubernetes",
    "/api/endpoints/1%00/kubernetes",
    "/api/endpoints/1234567890/kubernetes",
    "/api/endpoints/1/kubernetesx",
    "/api/endpoints/1/Kubernetes",
    "/api/endpoints//kubernetes",
    "//api/endpoints/1/kubernetes",
    "/api/endpoints/1",
    " /api/endpoints/1/kubernetes",
  ])("%j is none", (target) => {
    expect(parseProxyPath(target)).toBeNull();
  });
});

describe("isProxyTarget", () => {
  it.each(["/api/endpoints", "/api/endpoints/01/kubernetes", "/API/Endpoints/1", "//api//endpoints/1", "/api/endpoints?x"])(
    "%s never reaches a page",
    (target) => {
      expect(isProxyTarget(target)).toBe(true);
    },
  );

  it.each(["/", "/api/endpointsx", "/api/kubernetes/config", "/x/api/endpoints/1"])("%s may", (target) => {
    expect(isProxyTarget(target)).toBe(false);
  });
});
