import { describe, expect, it } from "vitest";
import { requestedIds } from "./requested-ids.ts";

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
