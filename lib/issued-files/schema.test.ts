import { expect, it } from "vitest";
import { choiceText } from "./schema.ts";

it.each([
  [[], ""],
  [[7], "7"],
  [[3, 1, 2], "1-3"],
  [[9, 1, 3, 4, 5, 9], "1 3-5 9"],
])("writes the environments %j, in whatever order they come, as “%s”", (ids, expected) => {
  expect(choiceText(ids)).toBe(expected);
  expect(choiceText(ids.toReversed())).toBe(expected);
});
