import type { RightView } from "#lib/access/schema.ts";

const namedMax = 3;

/** "edit in payments, web; view everywhere": what a person may do, by the names of the ClusterRoles. */
export function rightsInWords(rights: readonly RightView[]): string {
  return rights.map(({ clusterRole, namespaces }) => `${clusterRole} ${where(namespaces)}`).join("; ");
}

function where(namespaces: readonly string[] | null): string {
  if (namespaces === null) return "everywhere";
  return namespaces.length > namedMax ? `in ${namespaces.length} namespaces` : `in ${namespaces.join(", ")}`;
}
