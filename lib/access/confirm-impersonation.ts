// Proves that a cluster goes by the list that it was given.
import { type ClusterClient, ClusterRefusal, whoAmISchema } from "../environments/index.ts";

export interface ConfirmOptions {
  user: string;
  groups: readonly string[];
  wait(ms: number): Promise<void>;
}

const confirmTriesMax = 50;

/**
 * Waits until the cluster lets *proxy* be `user` in `groups`. An API server acts on a written role a moment later, and a request that
 * names somebody too early is refused whole. Throws the cluster's refusal when it stays with it.
 */
export async function confirmImpersonation(proxy: ClusterClient, { user, groups, wait }: ConfirmOptions): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const refusal = await tryImpersonation(proxy, user, groups);
    if (refusal === null) return;
    if (attempt === confirmTriesMax) throw refusal;
    await wait(100);
  }
}

/** Null when *proxy* may be `user` in `groups` now, otherwise the cluster's refusal. Throws for any other fault. */
export async function tryImpersonation(proxy: ClusterClient, user: string, groups: readonly string[]): Promise<ClusterRefusal | null> {
  try {
    await proxy.send(whoAmISchema, {
      method: "POST",
      path: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
      headers: { "impersonate-user": headerText(user), "impersonate-group": groups.map(headerText) },
      body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
    });
    return null;
  } catch (error) {
    if (!(error instanceof ClusterRefusal) || error.code === 401 || error.code >= 500) throw error;
    // Impersonation is judged first: any other refusal, such as of an API that an old cluster has not got, comes after it was allowed.
    return error.code === 403 && error.message.includes("impersonate") ? error : null;
  }
}

/** Node writes header values as latin1; the cluster reads UTF-8. */
function headerText(name: string): string {
  return Buffer.from(name, "utf8").toString("latin1");
}
