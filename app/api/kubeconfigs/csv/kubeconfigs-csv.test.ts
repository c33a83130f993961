import { expect, it } from "vitest";
import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { kubeconfigsCsv } from "./kubeconfigs-csv.ts";

const file: KubeconfigView = {
  ...{ id: "kabc", name: "laptop", description: "", owner: { id: "u", login: "bob", disabled: false }, state: "active", endReason: null },
  environments: [
    { id: 1, name: "prod", expiresAt: "2026-01-15T20:00:00.000Z", revokedAt: null, state: "active", namespace: null, expiryMaxSeconds: 28_800 },
    { id: null, name: "gone", expiresAt: null, revokedAt: null, state: "removed", namespace: null, expiryMaxSeconds: null },
  ],
  ...{ createdAt: "2026-01-15T12:00:00.000Z", renewedAt: null, expiresAt: "2026-01-15T20:00:00.000Z", revokedAt: null, replacedUntil: null },
  ...{ lastUsedAt: null, lastUsedAddress: "10.0.0.1", lastUsedClient: "kubectl 1.36" },
};

async function csvOf(...pages: KubeconfigView[][]): Promise<string> {
  async function* all() {
    yield* pages;
  }
  return (await Array.fromAsync(kubeconfigsCsv(all()))).join("");
}

it("has a line for each file, whatever page it came on", async () => {
  const lines = (await csvOf([file], [], [{ ...file, id: "kdef" }])).split("\r\n");
  expect(lines).toHaveLength(4);
  expect(lines[1]).toBe(
    "kabc,laptop,,bob,active,,prod until 2026-01-15T20:00:00.000Z; gone removed,2026-01-15T12:00:00.000Z,,2026-01-15T20:00:00.000Z,,,10.0.0.1,kubectl 1.36",
  );
});

it.each(["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1"])("gives a spreadsheet no formula: %j", async (name) => {
  const [, line] = (await csvOf([{ ...file, name, description: name, lastUsedClient: name }])).split("\r\n");
  for (const field of line?.split(",") ?? []) expect(field).not.toMatch(/^"?[=+\-@\t]/);
});
