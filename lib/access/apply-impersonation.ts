// Keeps the list of who *proxy* may be, and proves that the cluster goes by it.
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { type ClusterClient, ClusterRefusal, clusterRoleSchema, proxyRoleName, rbac, whoAmISchema } from "../environments/index.ts";
import { impersonationRules } from "./cluster-objects.ts";

const rolePath = `/apis/${rbac}/v1/clusterroles/${proxyRoleName}`;
const triesMax = 4;

/** Writes the list if it differs. Somebody else's write in between (409) is read again. */
export async function applyImpersonation(manager: ClusterClient, users: readonly string[], groups: readonly string[]): Promise<void> {
  const rules = impersonationRules(users, groups);
  for (let attempt = 1; ; attempt++) {
    const role = await manager.send(clusterRoleSchema, { path: rolePath });
    if (isDeepStrictEqual(role.rules ?? [], rules)) return;
    try {
      await manager.send(z.unknown(), { method: "PUT", path: rolePath, body: { ...role, apiVersion: `${rbac}/v1`, kind: "ClusterRole", rules } });
      return;
    } catch (error) {
      if (!(error instanceof ClusterRefusal && error.code === 409) || attempt === triesMax) throw error;
    }
  }
}

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
    try {
      await proxy.send(whoAmISchema, {
        method: "POST",
        path: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
        headers: { "impersonate-user": headerText(user), "impersonate-group": groups.map(headerText) },
        body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
      });
      return;
    } catch (error) {
      if (!(error instanceof ClusterRefusal) || error.code === 401 || error.code >= 500) throw error;
      // Impersonation is judged first: any other refusal, such as of an API that an old cluster has not got, comes after it was allowed.
      if (!(error.code === 403 && error.message.includes("impersonate"))) return;
      if (attempt === confirmTriesMax) throw error;
      await wait(100);
    }
  }
}

/** Node writes header values as latin1; the cluster reads UTF-8. */
function headerText(name: string): string {
  return Buffer.from(name, "utf8").toString("latin1");
}
