import { describe, expect, it } from "vitest";
import { endInWords, endOfFile } from "./file-end.ts";

const now = new Date("2026-01-15T12:00:00Z");
const before = new Date("2026-01-15T11:30:00Z");
const after = new Date("2026-02-15T12:00:00Z");
const home = "https://drawbridge.example";
const file = { id: "kabc", name: "laptop", ownerId: "u", expiresAt: after, revokedAt: null, endReason: null };
const token = {
  ...{ file, environmentId: 1, environmentName: "production", createdAt: new Date("2026-01-01T00:00:00Z") },
  ...{ expiresAt: after, revokedAt: null, replacedAt: null },
};
const user = { id: "u", login: "alice", teams: [], disabled: false, rules: new Map() };
const ended = (endReason: string) => ({ token: { ...token, file: { ...file, revokedAt: before, endReason } }, user });

describe("the 401 of a dead file says which file, when and why it ended, and where to go on", () => {
  it.each([
    [
      "expired",
      { token: { ...token, expiresAt: before, file: { ...file, expiresAt: before } }, user },
      "expired",
      `the kubeconfig “laptop” expired at 2026-01-15 11:30 UTC; renew it at ${home}/kubeconfigs?renew=kabc`,
    ],
    [
      "expired in one environment",
      { token: { ...token, expiresAt: before }, user },
      "expired",
      `the access to “production” of the kubeconfig “laptop” expired at 2026-01-15 11:30 UTC; renew it at ${home}/kubeconfigs?renew=kabc`,
    ],
    [
      "replaced by a renewal",
      { token: { ...token, expiresAt: before, replacedAt: before }, user },
      "expired",
      `this copy of the kubeconfig “laptop” was replaced by a newer one at 2026-01-15 11:30 UTC; renew it at ${home}/kubeconfigs?renew=kabc`,
    ],
    ["revoked", ended("revoked"), "revoked", `the kubeconfig “laptop” was revoked at 2026-01-15 11:30 UTC; get a new one at ${home}`],
    [
      "one environment taken out",
      { token: { ...token, revokedAt: before }, user },
      "revoked",
      `“production” was taken out of the kubeconfig “laptop” at 2026-01-15 11:30 UTC; get a new one at ${home}`,
    ],
    ["unused", ended("unused"), "revoked", `the kubeconfig “laptop” was ended as nobody used it, at 2026-01-15 11:30 UTC; get a new one at ${home}`],
    [
      "the owner's password reset",
      ended("password-reset"),
      "revoked",
      `the kubeconfig “laptop” was ended with its owner’s password, at 2026-01-15 11:30 UTC; get a new one at ${home}`,
    ],
    [
      "the maximum lowered",
      ended("maximum-lowered"),
      "revoked",
      `the kubeconfig “laptop” was ended as an administrator lowered the longest expiry, at 2026-01-15 11:30 UTC; get a new one at ${home}`,
    ],
    [
      "the owner deleted",
      { ...ended("owner-deleted"), user: null },
      "revoked",
      "the owner of the kubeconfig “laptop” was deleted at 2026-01-15 11:30 UTC; ask an administrator of Drawbridge",
    ],
    [
      "the owner disabled",
      { token, user: { ...user, disabled: true } },
      "revoked",
      "the owner of the kubeconfig “laptop” is disabled; ask an administrator of Drawbridge",
    ],
  ] as const)("%s", (_title, held, kind, sentence) => {
    const end = endOfFile(held, now);
    expect(end?.kind).toBe(kind);
    expect(endInWords(end, held.token, home)).toBe(sentence);
  });

  it("a file that lives has no end, and a replaced token lives through its grace time", () => {
    expect(endOfFile({ token, user }, now)).toBeNull();
    expect(endOfFile({ token: { ...token, replacedAt: before, expiresAt: new Date("2026-01-15T12:00:00.001Z") }, user }, now)).toBeNull();
  });

  it("never says by whom", () => {
    expect(JSON.stringify(endOfFile(ended("revoked"), now))).not.toContain("alice");
  });
});
