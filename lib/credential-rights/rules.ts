// The rules that the cluster lists for one of our credentials, beside those that we have given it. Pure.
import { managerNamespaceRules, managerRules, type PolicyRule } from "../environments/index.ts";
import { t, tn } from "../texts/index.ts";

/** What every account has: asking about itself. (Paths such as /version are no resources.) */
const ofEveryone: readonly PolicyRule[] = [
  { apiGroups: ["authorization.k8s.io"], resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"], verbs: ["create"] },
  { apiGroups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"], verbs: ["create"] },
  { apiGroups: ["certificates.k8s.io"], resources: ["clustertrustbundles"], verbs: ["get", "list", "watch"] },
];

/** How many people and groups *proxy* could be. */
export function impersonated(rules: readonly PolicyRule[]): { users: number; groups: number } {
  const count = (resource: string) =>
    new Set(rules.filter((rule) => isImpersonation(rule) && rule.resources?.includes(resource)).flatMap((rule) => rule.resourceNames ?? [])).size;
  return { users: count("users"), groups: count("groups") };
}

/** In words, one a rule, what is in `rules` that we have not given to the account of `kind`. */
export function rightsBeyond(kind: "proxy" | "manager", rules: readonly PolicyRule[]): string[] {
  const given = [...ofEveryone, ...(kind === "manager" ? [...managerRules(), ...managerNamespaceRules()] : [])];
  return rules.filter((rule) => !(kind === "proxy" && isBoundedImpersonation(rule)) && !isCovered(rule, given)).map(inWords);
}

function isImpersonation({ verbs }: PolicyRule): boolean {
  return verbs.length > 0 && verbs.every((verb) => /^impersonate(?::user-info)?$/.test(verb));
}

/** As we write them: of listed names of ours only; what may be done under such a name is nothing without one. */
function isBoundedImpersonation(rule: PolicyRule): boolean {
  if (rule.verbs.every((verb) => verb.startsWith("impersonate-on:user-info:"))) return true;
  if (!isImpersonation(rule)) return false;
  const isNamed = (rule.resources ?? []).every((resource) => resource === "uids" || resource.startsWith("userextras/"));
  const names = rule.resourceNames ?? [];
  return isNamed || (names.length > 0 && names.every((name) => name.startsWith("drawbridge:")));
}

function isCovered(rule: PolicyRule, given: readonly PolicyRule[]): boolean {
  const { apiGroups = [], resources = [], resourceNames, verbs } = rule;
  return verbs.every((verb) =>
    apiGroups.every((group) =>
      resources.every((resource) => given.some((one) => gives(one, { group, resource, verb }) && namesWithin(resourceNames, one.resourceNames))),
    ),
  );
}

function gives(rule: PolicyRule, { group, resource, verb }: { group: string; resource: string; verb: string }): boolean {
  return rule.verbs.includes(verb) && (rule.apiGroups?.includes(group) ?? false) && (rule.resources?.includes(resource) ?? false);
}

/** No names mean every name. */
function namesWithin(names: readonly string[] | undefined, allowed: readonly string[] | undefined): boolean {
  if (allowed === undefined) return true;
  return names !== undefined && names.length > 0 && names.every((name) => allowed.includes(name));
}

const namedMax = 5;

function inWords({ verbs, resources = [], apiGroups = [], resourceNames = [] }: PolicyRule): string {
  const groups = apiGroups.filter((group) => group !== "");
  const said = { verbs: list(verbs), resources: list(resources) };
  if (resourceNames.length === 0)
    return groups.length === 0 ? t("{verbs} {resources}", said) : t("{verbs} {resources} of {groups}", { ...said, groups: list(groups) });
  const named = { ...said, names: list(resourceNames) };
  return groups.length === 0
    ? t("{verbs} {resources} named {names}", named)
    : t("{verbs} {resources} of {groups} named {names}", { ...named, groups: list(groups) });
}

function list(names: readonly string[]): string {
  const shown = names
    .slice(0, namedMax)
    .map((name) => (name === "*" ? t("anything") : name))
    .join(", ");
  return names.length > namedMax ? tn(names.length - namedMax, "{shown} and {count} more", "{shown} and {count} more", { shown }) : shown;
}
