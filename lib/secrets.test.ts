import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deriveKey, equalInConstantTime, instanceKey, seal, unseal } from "./secrets.ts";

let dir: string;
beforeEach(() => {
  dir = path.join(mkdtempSync(path.join(tmpdir(), "drawbridge-")), "data");
});
afterEach(() => rmSync(path.dirname(dir), { recursive: true }));

describe("the instance key", () => {
  it("is made once, in a directory and a file that only their owner can read", () => {
    const key = instanceKey(dir);
    expect(key).toHaveLength(32);
    expect(instanceKey(dir)).toEqual(key);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(dir, "instance.key")).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(["instance.key"]);
  });

  it("is not replaced when it is damaged: what it sealed would be lost without a word", () => {
    instanceKey(dir);
    writeFileSync(path.join(dir, "instance.key"), "short");
    expect(() => instanceKey(dir)).toThrow("damaged");
  });
});

describe("a key for one purpose", () => {
  it("is the same each time and another for each purpose and each instance", () => {
    const key = Buffer.alloc(32, 1);
    expect(deriveKey(key, "session")).toEqual(deriveKey(key, "session"));
    expect(deriveKey(key, "session")).not.toEqual(deriveKey(key, "seal"));
    expect(deriveKey(key, "session")).not.toEqual(deriveKey(Buffer.alloc(32, 2), "session"));
  });
});

describe("a sealed secret", () => {
  const key = Buffer.alloc(32, 1);
  const sealed = seal(key, "environment 1 proxy", "eyJ-token");

  it("opens at its place, and never looks the same twice", () => {
    expect(unseal(key, "environment 1 proxy", sealed)).toBe("eyJ-token");
    expect(seal(key, "environment 1 proxy", "eyJ-token")).not.toBe(sealed);
    expect(Buffer.from(sealed, "base64").toString("latin1")).not.toContain("eyJ-token");
  });

  it("does not open in another row, with another key, changed or cut", () => {
    const bytes = Buffer.from(sealed, "base64");
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
    expect(() => unseal(key, "environment 2 proxy", sealed)).toThrow();
    expect(() => unseal(Buffer.alloc(32, 2), "environment 1 proxy", sealed)).toThrow();
    expect(() => unseal(key, "environment 1 proxy", changed.toString("base64"))).toThrow();
    expect(() => unseal(key, "environment 1 proxy", bytes.subarray(0, -1).toString("base64"))).toThrow();
    expect(() => unseal(key, "environment 1 proxy", bytes.subarray(0, 20).toString("base64"))).toThrow();
  });
});

describe("comparing in constant time", () => {
  it.each([
    ["a", "a", true],
    ["a", "b", false],
    ["a", "aa", false],
    ["", "", true],
  ])("%j and %j: %s", (a, b, expected) => {
    expect(equalInConstantTime(a, b)).toBe(expected);
  });
});
