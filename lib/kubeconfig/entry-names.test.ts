import { describe, expect, it } from "vitest";
import { environmentSlugs, slug } from "./entry-names.ts";

describe("a name part", () => {
  it.each([
    ["prod", "prod"],
    ["Prod EU", "prod-eu"],
    ["a.b_c@d", "a-b-c-d"],
    ["x--y", "x-y"],
    ["_x_", "x"],
    ["Ünïcode", "n-code"],
    ["", ""],
  ])("of %j is %j", (text, expected) => {
    expect(slug(text)).toBe(expected);
  });
});

describe("the name parts of environments", () => {
  it("are unique where names look alike, and the oldest keeps the plain one", () => {
    const slugs = environmentSlugs([
      { id: 3, name: "prod-2" },
      { id: 2, name: "Prod" },
      { id: 1, name: "prod" },
      { id: 4, name: "PROD" },
    ]);
    expect([...slugs].sort()).toEqual([
      [1, "prod"],
      [2, "prod-2"],
      [3, "prod-2-3"],
      [4, "prod-4"],
    ]);
  });

  it("do not change when a later environment looks alike", () => {
    const before = environmentSlugs([{ id: 5, name: "Prod EU" }]);
    const after = environmentSlugs([
      { id: 6, name: "prod.eu" },
      { id: 5, name: "Prod EU" },
    ]);
    expect(after.get(5)).toBe(before.get(5));
  });
});
