import { z } from "zod";
import type { GrantRule } from "./policy.ts";

const namespacesSchema = z.array(z.string());

/** The rule of a stored grant. Throws when the row is damaged: it then means nothing, least of all every namespace. */
export function grantRuleOf({ clusterRole, allNamespaces, namespaces }: { clusterRole: string; allNamespaces: boolean; namespaces: string }): GrantRule {
  return { clusterRole, namespaces: allNamespaces ? null : namespacesSchema.parse(JSON.parse(namespaces)) };
}
