import { describe, expect, it } from "vitest";
import { managerNamespaceRules, managerRules, type PolicyRule } from "../environments/index.ts";
import { impersonated, rightsBeyond } from "./rules.ts";

const people: PolicyRule[] = [
  { apiGroups: [""], resources: ["users"], resourceNames: ["drawbridge:bob", "drawbridge:eve"], verbs: ["impersonate"] },
  { apiGroups: ["authentication.k8s.io"], resources: ["groups"], resourceNames: ["drawbridge:role:view"], verbs: ["impersonate:user-info"] },
  { apiGroups: ["authentication.k8s.io"], resources: ["uids", "userextras/drawbridge.dev/kubeconfig"], verbs: ["impersonate"] },
  { apiGroups: ["*"], resources: ["*"], verbs: ["impersonate-on:user-info:get"] },
];

describe("rightsBeyond", () => {
  it("finds nothing in what Drawbridge itself gives", () => {
    expect(rightsBeyond("proxy", people)).toEqual([]);
    expect(rightsBeyond("manager", [...managerRules(), ...managerNamespaceRules()])).toEqual([]);
    expect(impersonated(people)).toEqual({ users: 2, groups: 1 });
  });

  it.each<[string, "proxy" | "manager", PolicyRule, string]>([
    ["everybody", "proxy", { apiGroups: [""], resources: ["users"], verbs: ["impersonate"] }, "impersonate users"],
    [
      "a name that is not ours",
      "proxy",
      { apiGroups: [""], resources: ["groups"], resourceNames: ["system:masters"], verbs: ["impersonate"] },
      "impersonate groups named system:masters",
    ],
    ["a right of its own", "proxy", { apiGroups: [""], resources: ["secrets"], verbs: ["get"] }, "get secrets"],
    ["the manager's right", "proxy", { apiGroups: [""], resources: ["namespaces"], verbs: ["list"] }, "list namespaces"],
    ["a new verb beside a given one", "manager", { apiGroups: [""], resources: ["namespaces"], verbs: ["list", "delete"] }, "list, delete namespaces"],
    [
      "every name where some are given",
      "manager",
      { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] },
      "create serviceaccounts/token",
    ],
    ["everything", "manager", { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }, "anything anything of anything"],
  ])("finds %s", (_name, kind, rule, words) => {
    expect(rightsBeyond(kind, [...people.slice(0, kind === "proxy" ? 4 : 0), rule])).toEqual([words]);
  });
});
