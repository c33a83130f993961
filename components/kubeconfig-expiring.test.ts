import { expect, it } from "vitest";
import { endsSoon } from "./kubeconfig-expiring.ts";

const now = new Date("2026-01-15T12:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();

function file(madeInDays: number, endsInDays: number | null) {
  return { createdAt: inDays(madeInDays), renewedAt: null, expiresAt: endsInDays === null ? null : inDays(endsInDays) };
}

it.each([
  ["a month's file with less than seven days left", file(-24, 6.9), true],
  ["a month's file with seven days left", file(-23, 7), false],
  ["a day's file that was just made", file(0, 1), false],
  ["a day's file in its last half", file(-0.6, 0.4), true],
  ["a file that never ends", file(-400, null), false],
  ["a file that has ended", file(-31, -1), false],
])("ends soon: %s: %s", (_title, view, expected) => {
  expect(endsSoon(view, now)).toBe(expected);
});
