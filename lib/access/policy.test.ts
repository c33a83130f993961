import { describe, expect, it } from "vitest";
import { impersonationRules } from "./cluster-objects.ts";
import { desiredAccess } from "./desired-access.ts";
import { grantRuleOf } from "./grant-rule.ts";
import { grantState } from "./grant-state.ts";
import { identityFor, roleGroup, roleGroups } from "./policy.ts";
import { mergeRights } from "./reachable.ts";

const bob = { id: "u-1", login: "bob", teams: ["ops", "dev"] };
const confirmed = new Set(["drawbridge:team:ops", "drawbridge:role:view", "drawbridge:role:edit:web"]);

describe("identityFor", () => {
  it("is nobody without a grant", () => {
    expect(identityFor(bob, [], confirmed, "f1")).toBeNull();
  });

  it("carries the confirmed groups only, each once, and the file's id", () => {
    const rules = [
      { clusterRole: "view", namespaces: null },
      { clusterRole: "view", namespaces: null },
      { clusterRole: "edit", namespaces: ["web", "shop"] },
    ];
    expect(identityFor(bob, rules, confirmed, "f1")).toEqual({
      username: "drawbridge:bob",
      uid: "u-1",
      groups: ["drawbridge:role:edit:web", "drawbridge:role:view", "drawbridge:team:ops"],
      extra: { "drawbridge.dev/kubeconfig": ["f1"] },
    });
  });

  it("has no group while the cluster has confirmed none", () => {
    expect(identityFor(bob, [{ clusterRole: "view", namespaces: null }], new Set(), "f1")?.groups).toEqual([]);
  });
});

describe("roleGroup", () => {
  it.each([
    ["view", null, "drawbridge:role:view"],
    ["view", "web", "drawbridge:role:view:web"],
    ["system:node-reader", null, "drawbridge:role:system%3Anode-reader"],
  ])("names %s in %s", (clusterRole, namespace, group) => {
    expect(roleGroup(clusterRole, namespace)).toBe(group);
  });

  it("never gives two grants one group: a role may have a colon in its name", () => {
    expect(roleGroup("view:web", null)).not.toBe(roleGroup("view", "web"));
    expect(roleGroups({ clusterRole: "view", namespaces: [] })).toEqual([]);
  });
});

describe("impersonationRules", () => {
  it("never has a rule without names for users or groups, which would mean everybody", () => {
    for (const [users, groups] of [
      [[], []],
      [[], ["drawbridge:role:view"]],
      [["drawbridge:bob"], []],
      [["drawbridge:bob"], ["drawbridge:role:view"]],
    ] as const)
      for (const rule of impersonationRules(users, groups)) {
        expect(rule.verbs).toEqual(["impersonate"]);
        if (rule.resources?.some((resource) => ["users", "groups", "serviceaccounts"].includes(resource)))
          expect(rule.resourceNames?.length).toBeGreaterThan(0);
      }
    expect(impersonationRules([], ["drawbridge:role:view"])).toEqual([]);
  });
});

describe("desiredAccess", () => {
  it("lists everyone with a grant once, and binds each role once however many have it", () => {
    const view = { clusterRole: "view", namespaces: null };
    const desired = desiredAccess([
      { ...view, logins: ["bob"], team: null },
      { ...view, logins: ["bob", "eve"], team: "ops" },
      { clusterRole: "edit", namespaces: ["web", "shop"], logins: [], team: "empty" },
    ]);
    expect([...desired.users]).toEqual(["drawbridge:bob", "drawbridge:eve"]);
    expect([...desired.teamGroups]).toEqual(["drawbridge:team:ops", "drawbridge:team:empty"]);
    expect([...desired.bindings.values()]).toEqual([
      { group: "drawbridge:role:view", clusterRole: "view", namespace: null },
      { group: "drawbridge:role:edit:web", clusterRole: "edit", namespace: "web" },
      { group: "drawbridge:role:edit:shop", clusterRole: "edit", namespace: "shop" },
    ]);
  });
});

describe("grantState", () => {
  const grant = { clusterRole: "edit", namespaces: ["web", "shop"], login: "bob", logins: ["bob"] };
  const group = (name: string, refusal: string | null = null) => ({ kind: "group", name, refusal });
  const web = group("drawbridge:role:edit:web");
  const shop = group("drawbridge:role:edit:shop");
  const user = { kind: "user", name: "drawbridge:bob", refusal: null };
  it.each([
    ["nothing is there", grant, [], "applying"],
    ["a part is there", grant, [web, user], "applying"],
    ["the person is not yet listed", grant, [web, shop], "applying"],
    ["all is there", grant, [web, shop, user], "applied"],
    ["a group has the person's name", grant, [web, shop, group("drawbridge:bob")], "applying"],
    ["a team's groups are there", { ...grant, login: null, logins: ["eve"] }, [web, shop], "applied"],
    ["the person is disabled", { ...grant, logins: [] }, [web, shop], "applied"],
    ["a part was refused", grant, [web, group("drawbridge:role:edit:shop", "no such namespace"), user], "refused"],
  ])("when %s", (_name, subject, rows, state) => {
    expect(grantState(subject, rows).state).toBe(state);
  });
});

describe("grantRuleOf", () => {
  it("reads a damaged row as a fault, never as all namespaces", () => {
    expect(() => grantRuleOf({ clusterRole: "view", allNamespaces: false, namespaces: "null" })).toThrow();
    expect(grantRuleOf({ clusterRole: "view", allNamespaces: false, namespaces: "[]" }).namespaces).toEqual([]);
  });
});

describe("mergeRights", () => {
  it("joins the namespaces of a role, and lets all outweigh listed ones", () => {
    expect(
      mergeRights([
        { clusterRole: "view", namespaces: ["b"] },
        { clusterRole: "edit", namespaces: null },
        { clusterRole: "view", namespaces: ["a", "b"] },
        { clusterRole: "edit", namespaces: ["a"] },
      ]),
    ).toEqual([
      { clusterRole: "edit", namespaces: null },
      { clusterRole: "view", namespaces: ["a", "b"] },
    ]);
  });
});
