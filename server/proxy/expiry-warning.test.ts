import { describe, expect, it } from "vitest";
import { expiryWarnings } from "./expiry-warning.ts";

const now = new Date("2026-01-15T12:00:00Z");
const home = () => "https://d";
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

/** Of a token that was made and ends so many hours from now. */
function token(madeIn: number, endsIn: number | null, more: { id?: string; replacedAt?: Date; fileEndsIn?: number } = {}) {
  const expiresAt = endsIn === null ? null : hours(endsIn);
  const fileEnd = more.fileEndsIn === undefined ? expiresAt : hours(more.fileEndsIn);
  return {
    file: { id: more.id ?? "f", name: 'the "big" läptop', ownerId: "o", expiresAt: fileEnd, revokedAt: null, endReason: null },
    ...{ environmentId: 1, environmentName: "production", createdAt: hours(madeIn), expiresAt, revokedAt: null, replacedAt: more.replacedAt ?? null },
  };
}

describe("a file that dies soon", () => {
  it("says so, with the time that is left and where to renew it, in characters that fit a header", () => {
    expect(expiryWarnings()(token(-700, 49), now, home)).toEqual([
      "Warning",
      '299 - "the kubeconfig the ?big? l?ptop expires in 2 days; renew it at https://d/kubeconfigs?renew=f"',
    ]);
    expect(expiryWarnings()(token(-700, 3.5), now, home)[1]).toContain("in 3 hours");
    expect(expiryWarnings()(token(-700, 1 / 3), now, home)[1]).toContain("in 20 minutes");
  });

  it.each([
    ["a month's: three days before", 720, 72],
    ["eight hours': in the last fifth", 8, 1.6],
    ["ten days': in the last fifth", 240, 48],
  ])("says so from then on, and not before: %s", (_title, life, left) => {
    expect(expiryWarnings()(token(left - life, left), now, home)).toHaveLength(2);
    expect(expiryWarnings()(token(left - life + 0.001, left + 0.001), now, home)).toEqual([]);
  });

  it("says so at most once an hour, each file for itself, and for all its environments together", () => {
    const warnings = expiryWarnings();
    const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    expect(warnings(token(-700, 24), now, home)).toHaveLength(2);
    expect(warnings({ ...token(-700, 24), environmentId: 2 }, minutesLater(59), home)).toEqual([]);
    expect(warnings(token(-700, 24, { id: "other" }), minutesLater(59), home)).toHaveLength(2);
    expect(warnings(token(-700, 24), minutesLater(60), home)).toHaveLength(2);
  });

  it("names the environment whose own maximum ends its token before the file", () => {
    expect(expiryWarnings()(token(-7, 1, { fileEndsIn: 500 }), now, home)[1]).toContain("the access to production of the kubeconfig");
  });

  it("says all through the grace time that a newer copy exists", () => {
    expect(expiryWarnings()(token(-1, 2, { replacedAt: now }), now, home)[1]).toBe(
      '299 - "a newer copy of the kubeconfig the ?big? l?ptop exists and this one ends in 2 hours; use that one, or renew it at https://d/kubeconfigs?renew=f"',
    );
  });

  it("is the only one that does", () => {
    expect(expiryWarnings()(token(-1, 719), now, home)).toEqual([]);
    expect(expiryWarnings()(token(-1, null), now, home)).toEqual([]);
  });
});
