// What a rules review says, as rows to read, and which of it no granted ClusterRole gives. Pure.
import type { PolicyRule } from "../environments/index.ts";
import type { RuleRowView } from "./schema.ts";

interface Row {
  group: string;
  resource: string;
  names: readonly string[];
}

/** One row for each resource (and set of names), its verbs together, by name. `granted` are the rules of the roles that grants give. */
export function ruleRows(rules: readonly PolicyRule[], granted: readonly PolicyRule[]): RuleRowView[] {
  const rows = new Map<string, { row: Row; verbs: Set<string> }>();
  for (const rule of rules) {
    for (const row of rowsOf(rule)) {
      const key = JSON.stringify([row.group, row.resource, row.names]);
      const known = rows.get(key) ?? { row, verbs: new Set<string>() };
      for (const verb of rule.verbs) known.verbs.add(verb);
      rows.set(key, known);
    }
  }
  return [...rows.values()]
    .map(({ row, verbs }) => {
      const sorted = [...verbs].sort(byUse);
      return { resource: nameOf(row), names: [...row.names], verbs: sorted, beyond: sorted.filter((verb) => !granted.some((rule) => gives(rule, row, verb))) };
    })
    .sort((a, b) => (a.resource < b.resource ? -1 : 1));
}

function rowsOf(rule: PolicyRule): Row[] {
  const names = [...(rule.resourceNames ?? [])].sort();
  return (rule.apiGroups ?? []).flatMap((group) => (rule.resources ?? []).map((resource) => ({ group, resource, names })));
}

/** `pods/exec`, `deployments.apps/scale`. */
function nameOf({ group, resource }: Row): string {
  const [main = "", ...sub] = resource.split("/");
  return [group === "" ? main : `${main}.${group}`, ...sub].join("/");
}

/** Whether a rule of RBAC gives all of it, as k8s.io/kubernetes/pkg/apis/rbac/v1/evaluation_helpers.go says. */
function gives({ apiGroups = [], resources = [], resourceNames = [], verbs }: PolicyRule, { group, resource, names }: Row, verb: string): boolean {
  const [, ...sub] = resource.split("/");
  return (
    includesOr(verbs, verb) &&
    includesOr(apiGroups, group) &&
    (includesOr(resources, resource) || (sub.length > 0 && resources.includes(`*/${sub.join("/")}`))) &&
    (resourceNames.length === 0 || (names.length > 0 && names.every((name) => resourceNames.includes(name))))
  );
}

function includesOr(list: readonly string[], value: string): boolean {
  return list.includes("*") || list.includes(value);
}

const order = ["*", "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/** Reading before writing, what is rare last. */
function byUse(a: string, b: string): number {
  const place = (verb: string) => (order.includes(verb) ? order.indexOf(verb) : order.length);
  return place(a) - place(b) || (a < b ? -1 : 1);
}
