import { describe, expect, it } from "vitest";
import { base32 } from "./random.ts";

describe("base32", () => {
  // The vectors of RFC 4648 §10, in our case and without padding.
  it.each([
    ["", ""],
    ["f", "my"],
    ["fo", "mzxq"],
    ["foo", "mzxw6"],
    ["foob", "mzxw6yq"],
    ["fooba", "mzxw6ytb"],
    ["foobar", "mzxw6ytboi"],
  ])("%j is %j", (text, expected) => {
    expect(base32(Buffer.from(text))).toBe(expected);
  });
});
