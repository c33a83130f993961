import { describe, expect, it } from "vitest";
import type { PolicyRule } from "../environments/index.ts";
import { attributesOf } from "./ask-as.ts";
import { bindingsFor } from "./foreign-bindings.ts";
import { ruleRows } from "./rule-rows.ts";

const rule = (verbs: string[], apiGroups: string[], resources: string[], resourceNames: string[] = []): PolicyRule => ({
  verbs,
  apiGroups,
  resources,
  resourceNames,
});

describe("what a person may do, as rows", () => {
  it("has one row for each resource, in kubectl's spelling, its verbs in the order of use", () => {
    const rows = ruleRows([rule(["delete", "get"], ["", "apps"], ["pods", "deployments/scale"]), rule(["list"], [""], ["pods"])], [rule(["*"], ["*"], ["*"])]);
    expect(rows.map(({ resource, verbs }) => `${resource}: ${verbs}`)).toEqual([
      "deployments.apps/scale: get,delete",
      "deployments/scale: get,delete",
      "pods: get,list,delete",
      "pods.apps: get,delete",
    ]);
  });

  it.each<[string, PolicyRule[], string[]]>([
    ["nothing granted", [], ["get", "delete"]],
    ["one verb of two", [rule(["get"], [""], ["pods"])], ["delete"]],
    ["another group", [rule(["get", "delete"], ["apps"], ["pods"])], ["get", "delete"]],
    ["everything", [rule(["*"], ["*"], ["*"])], []],
    ["some objects only", [rule(["get", "delete"], [""], ["pods"], ["web"])], ["get", "delete"]],
    ["the subresource only", [rule(["get", "delete"], [""], ["pods/exec"])], ["get", "delete"]],
  ])("marks what the cluster's own bindings add to %s", (_name, granted, beyond) => {
    expect(ruleRows([rule(["get", "delete"], [""], ["pods"])], granted)).toEqual([{ resource: "pods", names: [], verbs: ["get", "delete"], beyond }]);
  });

  it("counts named objects as granted when the grant has their names, or all", () => {
    const web = [rule(["get"], [""], ["pods"], ["web"])];
    for (const granted of [rule(["get"], [""], ["pods"]), rule(["get"], [""], ["pods"], ["web", "db"])])
      expect(ruleRows(web, [granted])[0]?.beyond).toEqual([]);
    expect(ruleRows(web, [rule(["get"], [""], ["pods"], ["db"])])[0]?.beyond).toEqual(["get"]);
    expect(ruleRows([rule(["get"], ["apps"], ["deployments/scale"])], [rule(["get"], ["*"], ["*/scale"])])[0]?.beyond).toEqual([]);
  });
});

it("a question names resources as kubectl does", () => {
  expect(attributesOf("pods")).toEqual({ resource: "pods", group: "" });
  expect(attributesOf("pods/exec")).toEqual({ resource: "pods", group: "", subresource: "exec" });
  expect(attributesOf("deployments.apps/scale")).toEqual({ resource: "deployments", group: "apps", subresource: "scale" });
});

it("the bindings that reach a person are those that name them, a group of theirs or everyone, here or everywhere", () => {
  const binding = (name: string, subjects: [string, string][], metadata: object = {}) => ({
    metadata: { name, ...metadata },
    roleRef: { kind: "ClusterRole", name: "r", apiGroup: "rbac.authorization.k8s.io" },
    subjects: subjects.map(([kind, subject]) => ({ kind, name: subject })),
  });
  const found = bindingsFor(
    [
      binding("mine", [["User", "drawbridge:bob"]]),
      binding("here", [["Group", "drawbridge:team:ops"]], { namespace: "web" }),
      binding("elsewhere", [["Group", "drawbridge:team:ops"]], { namespace: "api" }),
      binding("all", [["Group", "system:authenticated"]]),
      binding("kubernetes", [["Group", "system:authenticated"]], { labels: { "kubernetes.io/bootstrapping": "rbac-defaults" } }),
      binding("another", [
        ["User", "drawbridge:eve"],
        ["ServiceAccount", "drawbridge:bob"],
      ]),
    ],
    { username: "drawbridge:bob", groups: ["drawbridge:team:ops"], namespace: "web" },
  );
  expect(found.map(({ kind, name, through }) => [kind, name, through])).toEqual([
    ["ClusterRoleBinding", "mine", ["user drawbridge:bob"]],
    ["RoleBinding", "here", ["group drawbridge:team:ops"]],
    ["ClusterRoleBinding", "all", ["group system:authenticated"]],
  ]);
});
