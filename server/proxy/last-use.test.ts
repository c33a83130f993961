import { expect, it } from "vitest";
import type { KubeconfigUse } from "#lib/kubeconfig/index.ts";
import { createLastUse } from "./last-use.ts";

it("notes the use of each file at most once a minute, and a database that refuses disturbs nobody", () => {
  const written: KubeconfigUse[] = [];
  const noteUse = createLastUse(async (uses) => {
    written.push(...uses);
    throw new Error("disk full");
  });
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 15, 12, 0, seconds));
  const client = () => ({ address: "::1", client: "kubectl 1.36" });
  for (const [id, seconds] of [
    ["a", 0],
    ["b", 1],
    ["a", 59],
    ["a", 60],
    ["b", 60],
  ] as const)
    noteUse(id, at(seconds), client);
  expect(written.map(({ kubeconfigId, at: when }) => [kubeconfigId, when.getTime() - at(0).getTime()])).toEqual([
    ["a", 0],
    ["b", 1000],
    ["a", 60_000],
  ]);
});
