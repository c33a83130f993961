import { KeyRound } from "lucide-react";
import { expect, it } from "vitest";
import { groupsOf, type PaletteItem } from "./palette-groups.ts";

function item(group: PaletteItem["group"], label: string, id = label): PaletteItem {
  return { id, group, label, icon: KeyRound, act: "/" };
}

const items = [
  item("Environments", "audit-staging"),
  item("Environments", "eu-audit"),
  item("Pages", "Audit"),
  item("Kubeconfigs", "laptop"),
  item("Actions", "Revoke laptop", "revoke 1"),
  item("Actions", "Sign out"),
];

function shown(query: string): string[] {
  return groupsOf(items, query).map(({ label, items: fits }) => `${label}: ${fits.map((each) => each.label).join(", ")}`);
}

it("the best fit stands first, whatever its group, and the groups hold together", () => {
  expect(shown("audit")).toEqual(["Pages: Audit", "Environments: audit-staging, eu-audit"]);
  expect(shown("lap")).toEqual(["Kubeconfigs: laptop", "Actions: Revoke laptop"]);
  expect(shown("nowhere")).toEqual([]);
});

it("with nothing typed, what was at hand stands before pages and actions, and no file's end is offered", () => {
  expect(shown(" ")).toEqual(["Environments: audit-staging, eu-audit", "Kubeconfigs: laptop", "Pages: Audit", "Actions: Sign out"]);
});
