import { describe, expect, it } from "vitest";
import { areaPath, barsPath, linePath, scaleMaximum } from "./chart-scale.ts";

describe("the scale of a chart", () => {
  it.each([
    [[], 10, 10],
    [[null, 3], 10, 10],
    [[11], 10, 20],
    [[20], 10, 20],
    [[480, 501], 10, 1000],
    [[0.004, null, 0.03], 0.01, 0.05],
  ])("for %j, at least %d, ends at %d", (values, least, expected) => {
    expect(scaleMaximum(values, least)).toBeCloseTo(expected, 10);
  });
});

describe("a chart's drawing", () => {
  it("breaks its line and its area where nothing was measured", () => {
    expect(linePath([10, 5, null, 0], 10)).toBe("M12.5 0l.01 0L37.5 50M87.5 100l.01 0");
    expect(areaPath([10, 5, null, 0], 10)).toBe("M12.5 100L12.5 0L37.5 50L37.5 100ZM87.5 100L87.5 100L87.5 100Z");
  });

  it("puts bars of several series on each other, and none for nothing", () => {
    expect(barsPath({ values: [5, 0, null, 2], below: [5, 1, 1, 0], maximum: 10, share: 0.4 })).toBe("M7.5 50V0H17.5V50ZM82.5 100V80H92.5V100Z");
  });
});
