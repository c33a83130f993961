import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sha256 } from "../secrets.ts";
import { createToken, hashOfToken } from "./token.ts";

const token = createToken(Buffer.alloc(32, 7));

describe("a token", () => {
  it("is stored as the SHA-256 of its whole text", () => {
    expect(hashOfToken(token)).toBe(sha256(token));
  });

  it("holds 32 random bytes, no fewer", () => {
    expect(token).toMatch(/^dbk_[A-Za-z0-9_-]{43}[0-9a-f]{6}$/);
    expect(() => createToken(Buffer.alloc(31))).toThrow(RangeError);
  });

  it("differs with its randomness", () => {
    expect(createToken(randomBytes(32))).not.toBe(createToken(randomBytes(32)));
  });

  it.each([
    ["nothing", ""],
    ["a JWT", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."],
    ["a changed body", token.replace("dbk_B", "dbk_C")],
    ["a changed checksum", token.replace(/.$/, (last) => (last === "0" ? "1" : "0"))],
    ["a cut one", token.slice(0, -1)],
    ["a longer one", `${token}0`],
    ["one with a space before it", ` ${token}`],
    ["one with a line break after it", `${token}\n`],
    ["another case", token.toUpperCase()],
    ["a megabyte", "dbk_".padEnd(1024 * 1024, "A")],
  ])("is not %s", (_title, text) => {
    expect(hashOfToken(text)).toBeNull();
  });
});
