import { describe, expect, it } from "vitest";
import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import { findRows, groupRows, homeRow, labelChoices, sortRows } from "./environment-arrangement.ts";
import type { ShownHealth } from "./home-query.ts";

const blank: ReachableEnvironmentView = {
  ...{ id: 1, name: "x", labels: {}, version: null, rights: [], applying: false, lastUsedAt: null, newestKubeconfig: null, expiryMaxSeconds: null },
  health: { state: "ready", step: null, message: null, checkedAt: null, lastReachableAt: null },
};
const row = (name: string, change: Partial<ReachableEnvironmentView> = {}, health: ShownHealth = "ready") => homeRow({ ...blank, name, ...change }, health);
const names = (rows: readonly { environment: { name: string } }[]) => rows.map(({ environment }) => environment.name);
const rows = [
  row("alpha-2", { labels: { env: "prod", region: "eu" }, version: "v1.9.0", lastUsedAt: "2026-01-02" }),
  row("alpha-10", { labels: { env: "test" }, version: "v1.36.1", newestKubeconfig: { id: "a", name: "a", expiresAt: null } }, "down"),
  row("Beta", { labels: { env: "prod" }, lastUsedAt: "2026-01-05", newestKubeconfig: { id: "b", name: "b", expiresAt: "2026-02-01" } }, "disabled"),
  row("gamma"),
];
const ask = { q: "", labels: [], health: null };

describe("the rows of Home", () => {
  it.each([
    [{ q: "ALPHA" }, ["alpha-2", "alpha-10"]],
    [{ q: "env=prod" }, ["alpha-2", "Beta"]],
    [{ q: "prod  eu" }, ["alpha-2"]],
    [{ q: "region" }, ["alpha-2"]],
    [{ q: "a env=test" }, ["alpha-10"]],
    [{ labels: ["env=prod"] }, ["alpha-2", "Beta"]],
    [{ labels: ["env=prod", "region=eu"] }, ["alpha-2"]],
    [{ health: "down" as const }, ["alpha-10"]],
    [{ q: "nothing" }, []],
    [{}, ["alpha-2", "alpha-10", "Beta", "gamma"]],
  ])("are found by name, labels and health: %j", (change, found) => {
    expect(names(findRows(rows, { ...ask, ...change }))).toEqual(found);
  });

  it.each([
    ["name", false, ["alpha-2", "alpha-10", "Beta", "gamma"]],
    ["name", true, ["gamma", "Beta", "alpha-10", "alpha-2"]],
    ["version", false, ["alpha-2", "alpha-10", "Beta", "gamma"]],
    ["version", true, ["alpha-10", "alpha-2", "Beta", "gamma"]],
    ["health", false, ["alpha-10", "alpha-2", "gamma", "Beta"]],
    ["used", true, ["Beta", "alpha-2", "alpha-10", "gamma"]],
    ["expiry", false, ["Beta", "alpha-10", "alpha-2", "gamma"]],
  ] as const)("are sorted by %s (descending: %s), numbers as numbers, what is not known last", (by, descending, sorted) => {
    expect(names(sortRows(rows, { by, descending }))).toEqual(sorted);
  });

  it("are grouped by a label, those without it last", () => {
    expect(groupRows(rows, "env").map(({ value, rows: members }) => [value, names(members)])).toEqual([
      ["prod", ["alpha-2", "Beta"]],
      ["test", ["alpha-10"]],
      [null, ["gamma"]],
    ]);
  });

  it("offer the labels that there are, with their count", () => {
    expect(labelChoices(rows)).toEqual({
      keys: ["env", "region"],
      labels: [
        { label: "env=prod", count: 2 },
        { label: "env=test", count: 1 },
        { label: "region=eu", count: 1 },
      ],
    });
  });
});
