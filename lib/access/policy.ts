// Who a person is inside a cluster. Pure: the proxy, Home and the reconciler all ask this file, so they cannot disagree.

/** The cluster's view of a caller: becomes the Impersonate-* headers. */
export interface Identity {
  username: string;
  uid: string;
  groups: readonly string[];
  extra: Readonly<Record<string, readonly string[]>>;
}

/** One grant of a person, their own or a team's, in one environment. */
export interface GrantRule {
  clusterRole: string;
  /** Null: all namespaces. */
  namespaces: readonly string[] | null;
}

export interface Subject {
  id: string;
  login: string;
  /** Names of the teams that the person is in. */
  teams: readonly string[];
}

export const kubeconfigExtraKey = "drawbridge.dev/kubeconfig";

/** Every name that we put into a cluster starts with this, so that none can be one of Kubernetes' own. */
export const clusterNamePrefix = "drawbridge:";

export function clusterUsername(login: string): string {
  return clusterNamePrefix + login;
}

export function teamGroup(team: string): string {
  return `${clusterNamePrefix}team:${team}`;
}

/**
 * The group that carries a role in one namespace, or (null) in all. It is bound to the ClusterRole once, whoever has it. Roles may have
 * colons in their names: escaped, so that a role `view:x` in all namespaces is never taken for `view` in namespace `x`.
 */
export function roleGroup(clusterRole: string, namespace: string | null): string {
  return `${clusterNamePrefix}role:${clusterRole.replaceAll(":", "%3A")}${namespace === null ? "" : `:${namespace}`}`;
}

/** The groups that carry a grant. */
export function roleGroups({ clusterRole, namespaces }: GrantRule): string[] {
  return (namespaces ?? [null]).map((namespace) => roleGroup(clusterRole, namespace));
}

/**
 * The identity under which `subject` acts through file `kubeconfigId`, or null when there is no grant: deny is the default.
 * Groups that the cluster has not confirmed are left out, as one unlisted name makes the cluster refuse the whole request.
 */
export function identityFor(subject: Subject, rules: readonly GrantRule[], confirmedGroups: ReadonlySet<string>, kubeconfigId: string): Identity | null {
  if (rules.length === 0) return null;
  const wanted = [...subject.teams.map(teamGroup), ...rules.flatMap(roleGroups)];
  return {
    username: clusterUsername(subject.login),
    uid: subject.id,
    groups: [...new Set(wanted)].filter((group) => confirmedGroups.has(group)).sort(),
    extra: { [kubeconfigExtraKey]: [kubeconfigId] },
  };
}
