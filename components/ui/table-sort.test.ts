import { describe, expect, it } from "vitest";
import { parseSort, pressedSort, sortItems, type TableColumn, writeSort } from "./table-sort.ts";

interface Thing {
  name: string;
  count: number;
  usedAt: string | null;
}
const columns: readonly TableColumn<Thing>[] = [
  { key: "name", label: "Name", sortKey: ({ name }) => name },
  { key: "count", label: "Count", sortKey: ({ count }) => count, greatestFirst: true },
  { key: "used", label: "Used", sortKey: ({ usedAt }) => usedAt },
  { key: "note", label: "Note" },
];
const first = { by: "name", descending: false };
const sorted = (keys: (string | number | null)[], descending = false) => sortItems(keys, (key) => key, descending);

describe("a table's rows", () => {
  it.each([
    [
      ["node-10", "node-9", "Node-1"],
      ["Node-1", "node-9", "node-10"],
    ],
    [
      ["b", "C", "a", "É", "e"],
      ["a", "b", "C", "e", "É"],
    ],
    [
      [10, 9, 100],
      [9, 10, 100],
    ],
    [
      ["2026-02-01T00:00:00Z", "2025-12-31T00:00:00Z"],
      ["2025-12-31T00:00:00Z", "2026-02-01T00:00:00Z"],
    ],
  ])("are sorted as people do: %j", (keys, expected) => {
    expect(sorted(keys)).toEqual(expected);
    expect(sorted(keys, true)).toEqual(expected.toReversed());
  });

  it("come last, whichever way, without what they are sorted by", () => {
    expect(sorted([null, "b", "a"])).toEqual(["a", "b", null]);
    expect(sorted([null, "a", "b"], true)).toEqual(["b", "a", null]);
  });

  it("keep their order among equals, whichever way", () => {
    const things = ["x", "y", "z"].map((name) => ({ name, count: Number.POSITIVE_INFINITY }));
    for (const descending of [false, true]) expect(sortItems(things, ({ count }) => count, descending)).toEqual(things);
  });
});

describe("the sort in the address", () => {
  it.each([
    ["-count", { by: "count", descending: true }],
    ["used", { by: "used", descending: false }],
    ["-name", { by: "name", descending: true }],
    ["note", first],
    ["nonsense", first],
    ["", first],
    [null, first],
  ])("%j is read as %j", (text, sort) => {
    expect(parseSort(text, columns, first)).toEqual(sort);
  });

  it("is absent for the first, and else what is read again as the same", () => {
    expect(writeSort(first, first)).toBeNull();
    for (const sort of [
      { by: "name", descending: true },
      { by: "used", descending: false },
    ])
      expect(parseSort(writeSort(sort, first), columns, first)).toEqual(sort);
  });

  it("turns round by a second press, and begins with the most where that is what one looks for", () => {
    expect(pressedSort(first, { key: "name" })).toEqual({ by: "name", descending: true });
    expect(pressedSort(first, { key: "used" })).toEqual({ by: "used", descending: false });
    expect(pressedSort(first, { key: "count", greatestFirst: true })).toEqual({ by: "count", descending: true });
  });
});
