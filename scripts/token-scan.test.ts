import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scanForTokens, tokensIn } from "#e2e/token-scan.ts";
import { createToken } from "#lib/kubeconfig/index.ts";

const tokens = Array.from({ length: 200 }, (_, index) => createToken(Buffer.alloc(32, index)));
const [token = ""] = tokens;

describe("the expression and checksum of docs/security.md", () => {
  it("find every real token, wherever it stands", () => {
    for (const each of tokens) expect(tokensIn(`Authorization: Bearer ${each}\n`)).toEqual([each]);
    expect(tokensIn(JSON.stringify({ token }))).toEqual([token]);
  });

  it.each([0, 1, 2])("find one in base64, %i bytes after its start", (before) => {
    const text = Buffer.from(`${"x".repeat(before)}${token} and more`).toString("base64");
    expect(new Set(tokensIn(text))).toEqual(new Set([token]));
  });

  it.each([
    ["one with a changed checksum", token.replace(/.$/, (last) => (last === "0" ? "1" : "0"))],
    ["one with a changed body", token.replace("dbk_A", "dbk_B")],
    ["one in capitals", token.toUpperCase()],
    ["another prefix", token.replace("dbk_", "ghp_")],
    ["one cut short", token.slice(0, -1)],
    ["its hash", "8f14e45fceea167a5a36dedd4bea2543".repeat(2)],
    ["what is shown in its place", "dbk_••••"],
  ])("reject %s", (_title, text) => {
    expect(tokensIn(text)).toEqual([]);
  });
});

describe("the search of a run", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "drawbridge-scan-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("finds a token in any file, and does not repeat it", () => {
    writeFileSync(join(folder, "drawbridge.log"), `{"msg":"${token}"}`);
    const { found, files } = scanForTokens([folder]);
    expect(files).toBe(1);
    expect(found).toEqual([`a token in ${join(folder, "drawbridge.log")}`]);
  });

  it("finds none where there is none", () => {
    writeFileSync(join(folder, "drawbridge.log"), '{"msg":"[redacted]"}');
    expect(scanForTokens([folder]).found).toEqual([]);
  });
});
