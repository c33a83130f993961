import { describe, expect, it } from "vitest";
import { type Table, tablesToCopy } from "./table.ts";

const here = (tables: Record<string, [columns: string[], refersTo?: string[]]>) =>
  new Map(Object.entries(tables).map(([name, [columns, refersTo = []]]) => [name, { columns, refersTo: new Set(refersTo) }]));
const there = (tables: Record<string, string[]>) =>
  new Map<string, Table["columns"]>(
    Object.entries(tables).map(([name, columns]) => [name, columns.map((column) => ({ name: column, type: "text", declared: "text" }))]),
  );

describe("the tables that are copied", () => {
  it("are those of both databases, what is referred to first, with the row's number where that is a column", () => {
    const tables = tablesToCopy(
      here({
        A: [
          ["x", "y"],
          ["B", "A"],
        ],
        B: [["z"]],
      }),
      there({ A: ["y", "x", "rowid"], B: ["z"] }),
    );
    expect(tables.map(({ name, columns }) => [name, columns.map((column) => column.name)])).toEqual([
      ["B", ["z"]],
      ["A", ["y", "x", "rowid"]],
    ]);
  });

  it.each([
    ["a table that is here only", here({ A: [["x"]], B: [["x"]] }), there({ A: ["x"] }), "different tables: A, B and A"],
    ["a table that is there only", here({ A: [["x"]] }), there({ A: ["x"], B: ["x"] }), "different tables: A and A, B"],
    ["a column that is here only", here({ A: [["x", "y"]] }), there({ A: ["x"] }), "different columns of A: x, y and x"],
    ["a column that is there only", here({ A: [["x"]] }), there({ A: ["x", "y"] }), "different columns of A: x and x, y"],
    ["tables in a circle", here({ A: [["x"], ["B"]], B: [["x"], ["A"]] }), there({ A: ["x"], B: ["x"] }), "in a circle: A, B"],
  ])("are never fewer than there are: %s ends the move", (_title, ours, theirs, words) => {
    expect(() => tablesToCopy(ours, theirs)).toThrow(words);
  });
});
