import { describe, expect, it } from "vitest";
import { parseViews, viewQuery, viewsMax, withView } from "./saved-views.ts";

describe("a saved view", () => {
  it("keeps search, filters and order of the address, and nothing that asks for something once", () => {
    expect(viewQuery("?sort=-used&q=a+b&before=x&open=add&ticked=1-3&label=a%3Db&label=c")).toBe("label=a%3Db&label=c&q=a+b&sort=-used");
    expect(viewQuery("")).toBe("");
  });

  it("takes the place of one of its name, and stands by its name", () => {
    const views = [
      { name: "a", query: "q=1" },
      { name: "c", query: "q=3" },
    ];
    expect(withView(views, { name: "B", query: "q=2" }).map(({ name }) => name)).toEqual(["a", "B", "c"]);
    expect(withView(views, { name: "a", query: "q=4" })).toEqual([{ name: "a", query: "q=4" }, views[1]]);
  });
});

it.each([
  [null, 0],
  ["not JSON", 0],
  ['{"name":"x"}', 0],
  ['[null, 1, {"name":"","query":""}, {"name":"x"}, {"name":"x","query":7}, {"name":"ok","query":"q=1"}]', 1],
  [JSON.stringify([{ name: "x".repeat(41), query: "" }]), 0],
  [JSON.stringify(Array(50).fill({ name: "x", query: "" })), viewsMax],
])("reads of the browser's storage %j only what is a view", (text, count) => expect(parseViews(text)).toHaveLength(count));
