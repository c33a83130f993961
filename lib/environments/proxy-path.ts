// The one file that knows where an environment's API is served. The form is the reference product's, so that its users' tools go on.

const form = /^\/api\/endpoints\/([1-9][0-9]{0,8})\/kubernetes(?=[/?]|$)/;

export interface ProxyPath {
  environmentId: number;
  /** Everything before the environment's own path: what a Location has to start with. */
  prefix: string;
  /** Path and query for the API server, byte for byte as sent; starts with `/`. */
  rest: string;
}

/** Parses a raw request target. The id has one spelling: no zeros in front, no escapes. Null when it is not a proxy path in that spelling. */
export function parseProxyPath(target: string): ProxyPath | null {
  const match = form.exec(target);
  if (!match?.[1]) return null;
  const rest = target.slice(match[0].length);
  return { environmentId: Number(match[1]), prefix: match[0], rest: rest.startsWith("/") ? rest : `/${rest}` };
}

/** Whether the proxy answers for `target`, if only to refuse it: pages never see anything below this, however it is spelt. */
export function isProxyTarget(target: string): boolean {
  return /^\/+api\/+endpoints(?:[/?]|$)/i.test(target);
}

/** The path to put behind the origin in a kubeconfig's `server`; no slash at its end. */
export function buildProxyPath(environmentId: number): string {
  return `/api/endpoints/${environmentId}/kubernetes`;
}
