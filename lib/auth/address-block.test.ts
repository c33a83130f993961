import { expect, it } from "vitest";
import { addressBlock, isOfBlock } from "./address-block.ts";

it.each([
  ["10.0.0.1", "10.0.0.1", true],
  ["10.0.0.1", "10.0.0.12", false],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", true],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:3:3:4:5:6", false],
  ["2001:db8:1:2::1", "2001:db8:1:2:aaaa:bbbb:cccc:dddd", true],
  ["2001:db8:1:2::1", "2001:db8:1:22::1", false],
  ["2001:db8::1", "2001:db8::2", true],
  ["2001:db8::1", "2001:db9::1", false],
  ["::1", "::2", true],
  ["::ffff:10.0.0.1", "::ffff:10.0.0.2", false],
  ["2001:db8::1", "10.0.0.1", false],
  ["2001:db8::1", null, false],
])("%s and %s are one site's: %s", (one, other, expected) => {
  expect(isOfBlock(other, addressBlock(one))).toBe(expected);
});
