import { InvalidInput } from "#lib/errors.ts";
import { type ContextNamespace, contextNamespaceSchema } from "#lib/kubeconfig/schema.ts";

/** Namespaces of their contexts: `namespace=1:web&namespace=2:shop`. Throws InvalidInput that names what is wrong. */
export function requestedNamespaces(query: URLSearchParams): ContextNamespace[] {
  return query.getAll("namespace").map((text) => {
    const [, id, name = ""] = /^([1-9][0-9]{0,8}):(.*)$/s.exec(text) ?? [];
    if (id === undefined)
      throw new InvalidInput("namespaces", `${JSON.stringify(text.slice(0, 100))} is not of the form 1:web, an environment's id and a namespace.`);
    const namespace = contextNamespaceSchema.safeParse(name);
    if (!namespace.success) throw new InvalidInput("namespaces", namespace.error.issues[0]?.message ?? "");
    return { environmentId: Number(id), namespace: namespace.data };
  });
}

/** Ids of environments in a query: `ids=1&ids=2`, or the reference product's `ids=[1,2]`. Throws InvalidInput that names what is wrong. */
export function requestedIds(query: URLSearchParams): number[] {
  const texts = query.getAll("ids").flatMap((text) => (/^\[.*\]$/.test(text) ? text.slice(1, -1).split(",") : [text]));
  const ids = texts.map((text) => text.trim()).filter((text) => text !== "");
  const bad = ids.find((id) => !/^[1-9][0-9]{0,8}$/.test(id));
  if (bad !== undefined) throw new InvalidInput("ids", `${JSON.stringify(bad.slice(0, 100))} is not the id of an environment.`);
  // Never a silent "all".
  if (ids.length === 0) throw new InvalidInput("ids", "Name at least one environment: ?ids=1&ids=2");
  return [...new Set(ids.map(Number))];
}
