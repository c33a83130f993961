import { describe, expect, it } from "vitest";
import { expiryWarnings } from "./expiry-warning.ts";

const now = new Date("2026-01-15T12:00:00Z");
const home = () => "x";
const file = (expiresAt: string | null, id = "f") => ({
  id,
  name: 'the "big" laptop',
  ownerId: "o",
  revokedAt: null,
  expiresAt: expiresAt === null ? null : new Date(expiresAt),
});

describe("a file that dies soon", () => {
  it("says so, with the time that is left, in characters that fit a header", () => {
    expect(expiryWarnings()(file("2026-01-17T13:00:00Z"), now, () => "https://d/")).toEqual([
      "Warning",
      '299 - "the kubeconfig the ?big? laptop expires in 2 days; get a new one at https://d/"',
    ]);
    expect(expiryWarnings()(file("2026-01-15T15:30:00Z"), now, home)[1]).toContain("in 3 hours");
    expect(expiryWarnings()(file("2026-01-15T12:20:00Z"), now, home)[1]).toContain("in 20 minutes");
  });

  it("says so once an hour, each file for itself", () => {
    const warnings = expiryWarnings();
    const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    expect(warnings(file("2026-01-16T12:00:00Z"), now, home)).toHaveLength(2);
    expect(warnings(file("2026-01-16T12:00:00Z"), minutesLater(59), home)).toEqual([]);
    expect(warnings(file("2026-01-16T12:00:00Z", "other"), minutesLater(59), home)).toHaveLength(2);
    expect(warnings(file("2026-01-16T12:00:00Z"), minutesLater(60), home)).toHaveLength(2);
  });

  it("is the only one that does", () => {
    expect(expiryWarnings()(file("2026-02-15T12:00:00Z"), now, home)).toEqual([]);
    expect(expiryWarnings()(file(null), now, home)).toEqual([]);
  });
});
