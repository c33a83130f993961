// Looks for tokens as somebody else's secret scanner would: by the expression and the checksum that docs/security.md gives, in whatever a
// run wrote. It knows no token, so none has to be kept for it.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";

export type TokenScan = {
  files: number;
  /** Tokens that were issued, by the hashes in the databases that were found. */
  issued: number;
  /** Where a token stands in clear or in base64, and how the file with it is called. Never the token. */
  found: string[];
};

/** Searches every file below `folders`, databases and their logs included, and `more` files. Nothing may be running on them any more. */
export function scanForTokens(folders: readonly string[], more: readonly string[] = []): TokenScan {
  const paths = [...folders.flatMap(filesBelow), ...more.filter((path) => existsSync(path))];
  // All of it before a database is opened, which takes its log away.
  const tokens = paths.flatMap((path) => tokensIn(readFileSync(path).toString("latin1")).map((token) => ({ path, token })));
  const hashes = new Set(paths.filter((path) => path.endsWith("drawbridge.db")).flatMap(issuedHashes));
  const found = tokens.map(({ path, token }) => `${hashes.has(sha256(token)) ? "an issued token" : "a token"} in ${path}`);
  return { files: paths.length, issued: hashes.size, found };
}

/** The tokens in a text, also those in base64, whichever of the three ways it falls. */
export function tokensIn(text: string): string[] {
  const encoded = [...text.matchAll(/[A-Za-z0-9+/_-]{60,}/g)].flatMap(([run]) =>
    [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), "base64").toString("latin1")),
  );
  return [text, ...encoded].flatMap((part) => [...part.matchAll(documentedExpression)].map(([token]) => token).filter(isSound));
}

const documentation = readFileSync(join(import.meta.dirname, "../docs/security.md"), "utf8");
const documentedExpression = new RegExp(/a token matches `([^`]+)`/.exec(documentation)?.[1] ?? "(?!)", "g");

/** The documented checksum: what no look-alike has but one in sixteen million. */
function isSound(token: string): boolean {
  return sha256(token.slice(0, -6)).startsWith(token.slice(-6));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function issuedHashes(path: string): string[] {
  const database = new DatabaseSync(path);
  try {
    const rows = database.prepare('SELECT "tokenHash" FROM "KubeconfigToken"').all();
    return z
      .array(z.object({ tokenHash: z.string() }))
      .parse(rows)
      .map((row) => row.tokenHash);
  } catch {
    // A data directory whose Drawbridge was never set up, or a test's own broken database.
    return [];
  } finally {
    database.close();
  }
}

/** For an error: which files, each once, without the folders of this machine. */
export function describeFinds(found: readonly string[]): string {
  return [...new Set(found.map((find) => `${find.slice(0, find.indexOf(" in "))} in ${basename(find)}`))].join(", ");
}
