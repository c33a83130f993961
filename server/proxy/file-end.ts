// Why a file is dead, in words for whoever holds it: which file, when and why, and where to go on. Never by whom.
import type { TokenAccess, UserAccess } from "#lib/access/index.ts";

export interface HeldToken {
  tokenHash: string;
  token: TokenAccess;
  /** Null: the owner was deleted. */
  user: UserAccess | null;
}

export interface FileEnd {
  kind: "expired" | "revoked";
  /** A sentence without its end. */
  words: string;
  /** What helps: the same file with new tokens, another file, or somebody else. */
  mend: "renew" | "replace" | "ask";
}

/** The end of the file, or of this one of its tokens, as of `now`; null while it lives. */
export function endOfFile({ token, user }: Omit<HeldToken, "tokenHash">, now: Date): FileEnd | null {
  const { file } = token;
  if (user === null) return { kind: "revoked", words: `the owner of the kubeconfig “${file.name}” was deleted${at(file.revokedAt)}`, mend: "ask" };
  if (user.disabled) return { kind: "revoked", words: `the owner of the kubeconfig “${file.name}” is disabled`, mend: "ask" };
  if (file.revokedAt !== null) {
    return {
      kind: "revoked",
      words: `the kubeconfig “${file.name}” was ${endings.get(file.endReason ?? "") ?? "revoked"}${at(file.revokedAt)}`,
      mend: "replace",
    };
  }
  if (token.revokedAt !== null) {
    return { kind: "revoked", words: `“${token.environmentName}” was taken out of the kubeconfig “${file.name}”${at(token.revokedAt)}`, mend: "replace" };
  }
  return expiryOf(token, now);
}

function expiryOf(token: TokenAccess, now: Date): FileEnd | null {
  const { file, expiresAt, replacedAt, environmentName } = token;
  if (expiresAt === null || expiresAt > now) return null;
  if (replacedAt !== null) {
    return { kind: "expired", words: `this copy of the kubeconfig “${file.name}” was replaced by a newer one${at(replacedAt)}`, mend: "renew" };
  }
  // An environment's own maximum may end its token before the file.
  const isAlone = file.expiresAt === null || file.expiresAt > now;
  const what = isAlone ? `the access to “${environmentName}” of the kubeconfig “${file.name}”` : `the kubeconfig “${file.name}”`;
  return { kind: "expired", words: `${what} expired${at(expiresAt)}`, mend: "renew" };
}

const endings = new Map([
  ["unused", "ended as nobody used it,"],
  ["password-reset", "ended with its owner’s password,"],
  ["maximum-lowered", "ended as an administrator lowered the longest expiry,"],
]);

/** `end` with where to go on. `null`: why is not known. */
export function endInWords(end: FileEnd | null, { file }: TokenAccess, homeUrl: string): string {
  if (end === null) return `this kubeconfig is not known here; get a new one at ${homeUrl}`;
  if (end.mend === "ask") return `${end.words}; ask an administrator of Drawbridge`;
  if (end.mend === "replace") return `${end.words}; get a new one at ${homeUrl}`;
  return `${end.words}; renew it at ${renewUrl(homeUrl, file.id)}`;
}

/** The page that opens with the question whether to renew the file, after a sign-in if need be. */
export function renewUrl(homeUrl: string, fileId: string): string {
  return homeUrl.startsWith("https://") ? `${homeUrl.replace(/\/$/, "")}/kubeconfigs?renew=${fileId}` : homeUrl;
}

function at(date: Date | null): string {
  return date === null ? "" : ` at ${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
