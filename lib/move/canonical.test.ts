import { describe, expect, it } from "vitest";
import { type ColumnType, canonicalAnswer, canonicalOf, isChanged, isSuspect, postgresqlText } from "./canonical.ts";

describe("a value of the embedded database", () => {
  it.each<[ColumnType, Parameters<typeof canonicalOf>[1], string | null]>([
    ["text", null, null],
    ["text", "", ""],
    ["text", `'"\\{NULL} 😀`, `'"\\{NULL} 😀`],
    ["integer", 0n, "0"],
    ["integer", -2147483648n, "-2147483648"],
    ["bigint", 9007199254740993n, "9007199254740993"],
    ["double", 9007199254740992n, "9007199254740992"],
    ["double", 0.1, "0.1"],
    ["boolean", 1n, "true"],
    ["boolean", 0n, "false"],
    ["time", "1970-01-01T00:00:00.000+00:00", "0"],
    ["time", "1969-12-31T23:59:59.999+00:00", "-1"],
    ["time", "2026-01-15T13:00:00.5+01:00", "1768478400500"],
    ["time", "+012026-01-15T12:00:00.000Z", "317337998400000"],
    ["time", -1n, "-1"],
    ["bytes", new Uint8Array([0, 255]), "00ff"],
  ])("of a column %s: %s is %s in both", (type, value, canonical) => {
    expect(canonicalOf(type, value)).toBe(canonical);
  });

  it.each<[ColumnType, Parameters<typeof canonicalOf>[1], string]>([
    ["text", new Uint8Array([1]), "bytes as text"],
    ["text", 1n, "“1” as text"],
    ["integer", 2147483648n, "“2147483648” as integer"],
    ["integer", 0.5, "“0.5” as integer"],
    ["bigint", "1", "“1” as bigint"],
    ["double", 9007199254740993n, "“9007199254740993” as double"],
    ["double", Number.POSITIVE_INFINITY, "“Infinity” as double"],
    ["boolean", 2n, "“2” as boolean"],
    ["time", "2026-01-15 12:00:00", "“2026-01-15 12:00:00” as time"],
    ["time", "2026-01-15T12:00:00.0001Z", "“2026-01-15T12:00:00.0001Z” as time"],
    ["time", "0000-01-01T00:00:00Z", "“0000-01-01T00:00:00Z” as time"],
    ["bytes", "00", "“00” as bytes"],
  ])("that a column %s cannot hold, %s, is refused and never made another", (type, value, words) => {
    expect(() => canonicalOf(type, value)).toThrow(words);
  });

  it.each<[ColumnType, string, string]>([
    ["time", "-1", "1969-12-31T23:59:59.999Z"],
    ["time", "317337998400000", "12026-01-15T12:00:00.000Z"],
    ["time", "-62135596800000", "0001-01-01T00:00:00.000Z"],
    ["bytes", "00ff", "\\x00ff"],
    ["text", "\\x00", "\\x00"],
  ])("of a column %s, %j, is %j for PostgreSQL", (type, canonical, text) => {
    expect(postgresqlText(type, canonical)).toBe(text);
  });

  it("that holds control characters stays as it is, but for U+0000, which PostgreSQL cannot hold", () => {
    expect(canonicalOf("text", "a\r\n\t\u0001b")).toBe("a\r\n\t\u0001b");
    expect(canonicalOf("text", "a\0b\0")).toBe("a\uFFFDb\uFFFD");
  });

  it("that is a double reads the same in whatever form PostgreSQL writes it", () => {
    expect(["1e+21", "0.1", "9007199254740992"].map((text) => canonicalAnswer("double", text))).toEqual(["1e+21", "0.1", "9007199254740992"]);
    expect(canonicalAnswer("double", "1e-07")).toBe(String(1e-7));
    expect(canonicalAnswer("double", null)).toBeNull();
  });

  it("is told as changed when it holds U+0000 or broken UTF-8, and not for a U+FFFD that is really there", () => {
    const changed = (bytes: Buffer) => isSuspect(bytes.toString()) && isChanged(bytes);
    expect(changed(Buffer.from("a\0"))).toBe(true);
    expect(changed(Buffer.from([0xed, 0xa0, 0x80]))).toBe(true);
    expect(changed(Buffer.from("\uFFFD"))).toBe(false);
    expect(changed(Buffer.from("plain"))).toBe(false);
  });
});
