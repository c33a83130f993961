import { describe, expect, it } from "vitest";
import { requestedIds, requestedNamespaces } from "./requested-ids.ts";

describe("the ids in a query", () => {
  it.each([
    ["ids=1&ids=2", [1, 2]],
    ["ids=[1,2]", [1, 2]],
    ["ids=[1, 2]&ids=3", [1, 2, 3]],
    ["ids=2&ids=1&ids=2", [2, 1]],
    ["ids=7&other=x", [7]],
  ])("of %s are %j", (query, expected) => {
    expect(requestedIds(new URLSearchParams(query))).toEqual(expected);
  });

  it.each(["x", "0", "-1", "01", "1.5", "1e3", "0x1", "1,2", "9999999999", "[[1]]", "١"])("refuse %j by name", (text) => {
    expect(() => requestedIds(new URLSearchParams({ ids: text }))).toThrow(JSON.stringify(text.replace(/^\[(.*)\]$/, "$1")));
  });

  it.each(["", "ids=", "ids=[]", "id=1"])("are never all for %j", (query) => {
    expect(() => requestedIds(new URLSearchParams(query))).toThrow("at least one");
  });
});

describe("the namespaces in a query", () => {
  it("are each of one environment; none needs to be named", () => {
    expect(requestedNamespaces(new URLSearchParams("ids=1&namespace=1:web&namespace=20:shop-2"))).toEqual([
      { environmentId: 1, namespace: "web" },
      { environmentId: 20, namespace: "shop-2" },
    ]);
    expect(requestedNamespaces(new URLSearchParams("ids=1"))).toEqual([]);
  });

  it.each(["web", ":web", "0:web", "x:web", "1", ""])("refuse %j, which names no environment", (text) => {
    expect(() => requestedNamespaces(new URLSearchParams({ namespace: text }))).toThrow(JSON.stringify(text));
  });

  it.each(["1:", "1:Web", "1:we b", "1:-web", "1:web-", "1:a.b", "1:web\nusers: []", `1:${"a".repeat(64)}`, "1:wéb", "1:2:web"])("refuse %j", (text) => {
    expect(() => requestedNamespaces(new URLSearchParams({ namespace: text }))).toThrow("A namespace is named with");
  });
});
