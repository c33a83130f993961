import { describe, expect, it } from "vitest";
import { nextPath } from "./next-path.ts";

describe("where the sign-in leads", () => {
  it.each([["/kubeconfigs"], ["/admin/audit?person=bob#row-7"], ["/"]])("goes to %s, a path of our own", (path) => expect(nextPath(path)).toBe(path));

  // A38
  it.each([
    ["https://evil.example/"],
    ["//evil.example/"],
    ["//evil.example/kubeconfigs"],
    ["/\\evil.example/"],
    ["\\/evil.example"],
    ["/\t/evil.example"],
    ["/.//evil.example"],
    ["/a/..//evil.example"],
    ["javascript:alert(1)"],
    ["kubeconfigs"],
    [""],
    [undefined],
    [["/a", "/b"]],
  ])("never leaves us for %j", (path) => expect(nextPath(path)).toBe("/"));
});
