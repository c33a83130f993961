import { expect, it } from "vitest";
import { bestRank, matchRank } from "./match-rank.ts";

it.each([
  ["production", "Production ", 0],
  ["production", "prod", 1],
  ["eu-production", "prod", 2],
  ["eu-production", "duct", 3],
  ["Revoke laptop-2026-11", "rev lap", 2],
  ["Revoke laptop-2026-11", "laptop rev", 2],
  ["Revoke laptop-2026-11", "rev lop tab", null],
  ["Ödön", "öd", 1],
  ["production", "", 1],
  ["100%", "%", 3],
])("%s for “%s” ranks %s", (text, query, rank) => expect(matchRank(text, query)).toBe(rank));

it("the best of several texts counts", () => {
  expect(bestRank(["bob", "Robert Tables"], "tab")).toBe(2);
  expect(bestRank(["bob", "Robert Tables"], "alice")).toBeNull();
});
