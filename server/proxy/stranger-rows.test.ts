import { describe, expect, it } from "vitest";
import { createStrangerRows } from "./stranger-rows.ts";

const start = Date.parse("2026-01-15T12:00:00Z");
const later = (ms: number) => new Date(start + ms);

describe("rows of requests that nobody known has made", () => {
  it("are written so many a minute from an address, and the next one tells how many were not", () => {
    const rows = createStrangerRows(2);
    expect([1, 2, 3, 4].map((at) => rows.take("10.0.0.1", later(at)))).toEqual([{ leftOut: 0 }, { leftOut: 0 }, null, null]);
    expect(rows.take("10.0.0.2", later(5))).toEqual({ leftOut: 0 });
    expect(rows.take("10.0.0.1", later(60_001))).toEqual({ leftOut: 2 });
    expect(rows.take("10.0.0.1", later(60_002))).toEqual({ leftOut: 0 });
  });

  it("of very many addresses share one measure", () => {
    const rows = createStrangerRows(2);
    for (let index = 0; index < 1000; index++) expect(rows.take(`a${index}`, later(0))).not.toBeNull();
    expect([1, 2, 3].map((index) => rows.take(`b${index}`, later(index)))).toEqual([{ leftOut: 0 }, { leftOut: 0 }, null]);
    expect(rows.take("b4", later(60_000))).toEqual({ leftOut: 0 });
  });
});
