import type { RandomBytes } from "../random.ts";
import { sha256 } from "../secrets.ts";
import type { Draft } from "./draft-file.ts";
import type { FileEntry } from "./file.ts";
import { createToken } from "./token.ts";

/** Each entry of a draft with a token of its own, which is in the file only. */
export function withNewTokens(entries: Draft["entries"], random: RandomBytes): FileEntry[] {
  return entries.map((entry) => ({ ...entry, token: createToken(random(32)) }));
}

/** What the database keeps of them. */
export function tokenRows(entries: readonly FileEntry[], createdAt: Date) {
  return entries.map(({ token, environmentId, environmentName, slug, namespace, expiresAt }) => ({
    tokenHash: sha256(token),
    environmentId,
    environmentName,
    entryName: slug,
    namespace,
    createdAt,
    expiresAt,
  }));
}
