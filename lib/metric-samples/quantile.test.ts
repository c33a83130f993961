import { expect, it } from "vitest";
import { quantile } from "./quantile.ts";

const counts = (...first: number[]) => Array.from({ length: 15 }, (_none, index) => first[index] ?? 0);
const beyond = counts().with(14, 3);

it.each([
  ["nothing was counted", counts(), 0.5, null],
  ["half of the one bucket", counts(10), 0.5, 0.001],
  ["the end of the first bucket, when the second is empty of the quicker half", counts(5, 0, 5), 0.5, 0.002],
  ["within the bucket where the rank falls", counts(0, 50, 50), 0.99, 0.0099],
  ["the highest bound for what took longer than any", beyond, 0.5, 60],
])("a quantile is %s", (_name, buckets, share, expected) => {
  const value = quantile(buckets, share);
  if (expected === null) expect(value).toBeNull();
  else expect(value).toBeCloseTo(expected, 10);
});
