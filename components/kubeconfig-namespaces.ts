import type { RightView } from "#lib/access/schema.ts";
import { type ContextNamespace, contextNamespaceSchema, defaultNamespace } from "#lib/kubeconfig/schema.ts";
import { t, tn } from "#lib/texts/index.ts";

interface GrantedEnvironment {
  id: number;
  name: string;
  rights: readonly RightView[];
}

/** What was typed, by environment; what a person has not touched is not in it. */
export type TypedNamespaces = ReadonlyMap<number, string>;

/** What kubectl takes where a context says nothing. */
const kubectlsOwn = "default";

/** The namespaces that a person is known to have there, by name. */
export function knownNamespaces({ rights }: GrantedEnvironment): string[] {
  return [...new Set(rights.flatMap(({ namespaces }) => namespaces ?? []))].sort();
}

/** What stands in the field of an environment: what was typed, else what the person's rights suggest; empty: `default`. */
export function shownNamespace(environment: GrantedEnvironment, typed: TypedNamespaces): string {
  return typed.get(environment.id) ?? suggestion(environment) ?? "";
}

/** What is wrong with what stands there, in a sentence. */
export function namespaceError(text: string): string | undefined {
  return text.trim() === "" ? undefined : contextNamespaceSchema.safeParse(text.trim()).error?.issues[0]?.message;
}

/** What is asked of the server for these environments: what differs from what it would take by itself. */
export function askedNamespaces(environments: readonly GrantedEnvironment[], typed: TypedNamespaces): ContextNamespace[] {
  return environments.flatMap((environment) => {
    const namespace = shownNamespace(environment, typed).trim() || kubectlsOwn;
    return namespace === (suggestion(environment) ?? kubectlsOwn) ? [] : [{ environmentId: environment.id, namespace }];
  });
}

const namedMax = 2;

/** "web in staging; default in the others": where kubectl will look. */
export function namespacesInWords(environments: readonly GrantedEnvironment[], typed: TypedNamespaces): string {
  const places = environments.map((environment) => ({ name: environment.name, namespace: shownNamespace(environment, typed).trim() || kubectlsOwn }));
  const set = places.filter(({ namespace }) => namespace !== kubectlsOwn);
  if (set.length === 0) return t("{namespace} in each", { namespace: kubectlsOwn });
  const [first] = set;
  if (set.length === places.length && set.every(({ namespace }) => namespace === first?.namespace))
    return t("{namespace} in each", { namespace: first?.namespace ?? kubectlsOwn });
  const named =
    set.length > namedMax
      ? t("set in {count} of {all}", { count: set.length, all: places.length })
      : set.map((place) => t("{namespace} in {name}", place)).join(", ");
  const others = places.length - set.length;
  if (others === 0) return named;
  return tn(others, "{named}; {namespace} in the other", "{named}; {namespace} in the others", { named, namespace: kubectlsOwn });
}

function suggestion({ rights }: GrantedEnvironment): string | null {
  return defaultNamespace(rights.map(({ namespaces }) => namespaces));
}
