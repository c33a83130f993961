// Step 3: as whom, if at all, may the caller go on? Deny is the default; what is allowed inside is the cluster's RBAC.
import { type Access, clusterUsername, type EnvironmentAccess, type Identity, identityFor, type TokenAccess } from "#lib/access/index.ts";
import type { Caller } from "./authenticate.ts";
import { ProxyError } from "./status.ts";

/**
 * The environment that the caller's token is for. `asked` is the id in the URL, null for the root paths, where the token alone names it.
 * Throws ProxyError 404, the same for an environment that is not there and for one that is not the caller's.
 */
export function requireEnvironment(access: Access, caller: Caller, asked: number | null): EnvironmentAccess {
  const id = caller.token.environmentId;
  const environment = id === null ? undefined : access.environments.get(id);
  const granted = environment !== undefined && caller.user.rules.has(environment.id);
  if (!granted || (asked !== null && asked !== environment.id)) {
    throw new ProxyError(
      404,
      asked === null ? "there is no such environment, or you have no access to it" : `there is no environment ${asked}, or you have no access to it`,
    );
  }
  return environment;
}

/** Keyed by the snapshot's own objects, so a new snapshot starts empty. */
const identities = new WeakMap<TokenAccess, Identity>();

/** The identity under which the caller acts in `environment`. Throws ProxyError 403, 404 or 503. */
export function authorize(caller: Caller, environment: EnvironmentAccess): Identity {
  if (environment.disabled) throw new ProxyError(503, `the environment “${environment.name}” is disabled; ask an administrator of Drawbridge`);
  const known = identities.get(caller.token);
  if (known) return known;
  const rules = caller.user.rules.get(environment.id) ?? [];
  const identity = identityFor(caller.user, rules, environment.confirmedGroups, caller.token.file.id);
  if (identity === null) throw new ProxyError(404, `there is no environment ${environment.id}, or you have no access to it`);
  // One name that the cluster has not listed makes it refuse the whole request, in words that help nobody.
  if (!environment.confirmedUsers.has(clusterUsername(caller.user.login))) {
    throw new ProxyError(403, `your access to the environment “${environment.name}” is still being applied to the cluster; try again in a moment`);
  }
  identities.set(caller.token, identity);
  return identity;
}
