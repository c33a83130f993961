import type { RightView } from "#lib/access/schema.ts";
import { t } from "#lib/texts/index.ts";

const namedMax = 3;

/** "edit in payments, web; view everywhere": what a person may do, by the names of the ClusterRoles. */
export function rightsInWords(rights: readonly RightView[]): string {
  return rights.map(rightInWords).join("; ");
}

function rightInWords({ clusterRole: role, namespaces }: RightView): string {
  if (namespaces === null) return t("{role} everywhere", { role });
  return namespaces.length > namedMax
    ? t("{role} in {count} namespaces", { role, count: namespaces.length })
    : t("{role} in {namespaces}", { role, namespaces: namespaces.join(", ") });
}
