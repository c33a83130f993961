// What somebody else did to an object of ours in a cluster, and how it was mended.

export interface Drift {
  kind: "ClusterRole" | "ClusterRoleBinding" | "RoleBinding";
  name: string;
  /** Null for objects of the whole cluster. */
  namespace: string | null;
  /** `deleted`: made again. `changed`: put back. `added`: removed, as nothing of ours was to be there. */
  found: "deleted" | "changed" | "added";
}

/** As an audit row tells it: the object, what was found, what was done. */
export function driftDetail({ found, namespace }: Drift): Record<string, unknown> {
  const done = { deleted: "made again", changed: "put back", added: "removed" }[found];
  return { found, done, ...(namespace === null ? {} : { namespace }) };
}
