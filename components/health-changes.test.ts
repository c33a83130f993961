import { describe, expect, it } from "vitest";
import { parseHealthChanges } from "./health-changes.ts";

const at = "2026-01-15T12:00:00.000Z";
const health = { state: "down", step: "tls", message: "The certificate has expired.", checkedAt: at, lastReachableAt: null };
const environment = { id: 1, version: "v1.36.0", health };
const answer = { at, revision: 7, environments: [environment, { id: 2, version: null, health: { ...health, state: "ready", step: null, message: null } }] };

describe("the server's answer about its clusters' health", () => {
  it("is taken as it is", () => {
    expect(parseHealthChanges(answer)).toEqual(answer);
    expect(parseHealthChanges({ at, revision: 7, environments: [] })).toEqual({ at, revision: 7, environments: [] });
  });

  it("loses what nobody asked for", () => {
    const more = { ...answer, admin: true, environments: [{ ...environment, name: "other", health: { ...health, extra: 1 } }] };
    expect(parseHealthChanges(more)).toEqual({ at, revision: 7, environments: [environment] });
  });

  const withHealth = (change: object) => ({ ...answer, environments: [environment, { ...environment, health: { ...health, ...change } }] });
  it.each([
    null,
    "ready",
    [],
    {},
    { ...answer, at: "yesterday" },
    { ...answer, at: 5 },
    { ...answer, at: "2026" },
    { ...answer, revision: "7" },
    { ...answer, environments: {} },
    { ...answer, environments: [null] },
    { ...answer, environments: [{ ...environment, id: "1" }] },
    { ...answer, environments: [{ ...environment, version: undefined }] },
    { ...answer, environments: [{ id: 1, version: null }] },
    withHealth({ state: "toString" }),
    withHealth({ state: "broken" }),
    withHealth({ step: "constructor" }),
    withHealth({ step: undefined }),
    withHealth({ message: {} }),
    withHealth({ checkedAt: 0 }),
    withHealth({ lastReachableAt: undefined }),
  ])("is refused whole when it is %j", (damaged) => {
    expect(parseHealthChanges(damaged)).toBeNull();
  });
});
