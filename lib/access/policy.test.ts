import { describe, expect, it } from "vitest";
import { desiredAccess } from "./desired-access.ts";
import { grantRuleOf } from "./grant-rule.ts";
import { grantState } from "./grant-state.ts";
import { everything, impersonationRules, readingOnly } from "./impersonation-rules.ts";
import { identityFor, roleGroup, roleGroups } from "./policy.ts";
import { mergeRights } from "./reachable.ts";
import { targetAccess } from "./target-access.ts";

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
  const bounds = [null, everything, readingOnly([{ apiGroup: "", resources: ["pods"] }])];
  const lists = [
    { users: [], groups: [] },
    { users: [], groups: ["drawbridge:role:view"] },
    { users: ["drawbridge:bob"], groups: [] },
    { users: ["drawbridge:bob"], groups: ["drawbridge:role:view"] },
  ];
  const allRules = bounds.flatMap((constrainedTo) => lists.map((list) => ({ constrainedTo, rules: impersonationRules({ ...list, constrainedTo }) })));

  it("never has a rule without names for users or groups, which would mean everybody", () => {
    const naming = allRules.flatMap(({ rules }) => rules).filter(({ verbs }) => verbs.some((verb) => !verb.startsWith("impersonate-on:")));
    const nameless = naming.filter(({ resourceNames }) => resourceNames === undefined || resourceNames.length === 0);
    expect(naming.length).toBeGreaterThan(nameless.length);
    for (const { resources } of nameless) expect(resources).toEqual(["uids", "userextras/drawbridge.dev/kubeconfig"]);
    expect(impersonationRules({ users: [], groups: ["drawbridge:role:view"], constrainedTo: everything })).toEqual([]);
  });

  it("lets the proxy do nothing by itself, and never has the old verb beside the new ones, which it would undo", () => {
    for (const { constrainedTo, rules } of allRules)
      for (const verb of rules.flatMap(({ verbs }) => verbs))
        expect(verb).toMatch(constrainedTo === null ? /^impersonate$/ : /^impersonate:user-info$|^impersonate-on:user-info:/);
  });

  it("names no subresource that is a way in when only reading is allowed", () => {
    const rules = readingOnly([
      { apiGroup: "", resources: ["pods", "nodes", "services"] },
      { apiGroup: "apps", resources: ["deployments"] },
    ]);
    expect(rules.flatMap(({ resources }) => resources ?? []).filter((resource) => /^\*$|exec|attach|portforward|proxy|token/.test(resource))).toEqual([]);
    const writing = rules.filter(({ verbs }) => verbs.some((verb) => !/:(?:get|list|watch|head)$/.test(verb)));
    expect(writing.flatMap(({ resources }) => resources)).toEqual(["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"]);
  });
});

describe("targetAccess", () => {
  const desired = desiredAccess([
    { clusterRole: "view", namespaces: null, logins: ["bob"], team: "ops" },
    { clusterRole: "edit", namespaces: ["web"], logins: ["bob"], team: "dev" },
  ]);
  const facts = { clusterRoles: new Set(["view", "edit"]), groupsOfOthers: new Set<string>(), managesBindings: true };

  it("sends only groups that are bound in the cluster: of teams, those that its own bindings name", () => {
    expect([...targetAccess(desired, facts).groups]).toEqual(["drawbridge:role:view", "drawbridge:role:edit:web"]);
    const bound = { ...facts, groupsOfOthers: new Set(["drawbridge:team:ops", "drawbridge:team:others"]) };
    expect([...targetAccess(desired, bound).groups]).toEqual(["drawbridge:team:ops", "drawbridge:role:view", "drawbridge:role:edit:web"]);
  });

  it("makes no bindings where the environment brings its own RBAC, and sends only groups that it names", () => {
    const own = { ...facts, managesBindings: false, groupsOfOthers: new Set(["drawbridge:role:edit:web"]) };
    expect(targetAccess(desired, own)).toMatchObject({ bindings: [], groups: new Set(["drawbridge:role:edit:web"]) });
  });

  it("binds no role that is not there", () => {
    const target = targetAccess(desired, { ...facts, clusterRoles: new Set(["edit"]) });
    expect([target.bindings.map(({ clusterRole }) => clusterRole), [...target.groups], [...target.refusals.keys()]]).toEqual([
      ["edit"],
      ["drawbridge:role:edit:web"],
      ["drawbridge:role:view"],
    ]);
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
  const group = (name: string, refusal: string | null = null) => ({ kind: "group", name, refusal, boundByUs: refusal === null });
  const web = group("drawbridge:role:edit:web");
  const shop = group("drawbridge:role:edit:shop");
  const user = { kind: "user", name: "drawbridge:bob", refusal: null, boundByUs: false };
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
    expect(grantState(rows, true)(subject).state).toBe(state);
  });

  it("tells what the cluster's own administrators have yet to bind where we make no bindings", () => {
    const state = grantState([web, user], false)(grant);
    expect(state).toMatchObject({ state: "unbound", unbound: [{ group: "drawbridge:role:edit:shop", clusterRole: "edit", namespace: "shop" }] });
    expect(grantState([web, shop, user], false)(grant)).toMatchObject({ state: "applied", unbound: [] });
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
