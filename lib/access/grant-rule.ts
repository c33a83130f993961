import { z } from "zod";
import type { GrantRule } from "./policy.ts";

const namespacesSchema = z.array(z.string());

export interface StoredRule {
  clusterRole: string;
  allNamespaces: boolean;
  /** JSON array of names. */
  namespaces: string;
}

/** The rule of a stored grant. Throws when the row is damaged: it then means nothing, least of all every namespace. */
export function grantRuleOf({ clusterRole, allNamespaces, namespaces }: StoredRule): GrantRule {
  return { clusterRole, namespaces: allNamespaces ? null : namespacesSchema.parse(JSON.parse(namespaces)) };
}
