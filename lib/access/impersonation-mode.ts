// Whether a cluster has constrained impersonation (KEP-5284), and what may be read in it.
import { z } from "zod";
import { type ClusterClient, ClusterRefusal, discoverySchema } from "../environments/index.ts";
import { tryImpersonation } from "./confirm-impersonation.ts";
import type { ReadableGroup } from "./impersonation-rules.ts";

export type ImpersonationMode = "constrained" | "legacy";

export interface AskedCluster {
  environment: { impersonation: string | null; readOnly: boolean };
  manager: ClusterClient;
  proxy: ClusterClient;
}

/**
 * As it is known, asked again when the cluster does not let us be `user`, a confirmed person, any more: it may have lost the feature.
 * Throws ClusterRefusal where the environment is read-only and the cluster could not hold to it.
 */
export async function currentMode({ environment, manager, proxy }: AskedCluster, user: string | undefined): Promise<ImpersonationMode> {
  const { impersonation, readOnly } = environment;
  if (impersonation === "legacy" && !readOnly) return impersonation;
  const holds = impersonation === "constrained" && (user === undefined || (await tryImpersonation(proxy, user, [])) === null);
  const mode = holds ? "constrained" : await askImpersonationMode(manager);
  if (readOnly && mode === "legacy") throw new ClusterRefusal(403, "the cluster has no constrained impersonation any more, so nobody is let in “read only”");
  return mode;
}

/** Over as many connections: behind one address there may be API servers of two versions. */
const askedTimes = 4;

/**
 * Asks the cluster: an account that may impersonate nobody is refused in the words of the mode that the cluster tried first. Throws
 * ClusterUnreachable, or ClusterRefusal when it is refused for another reason.
 */
async function askImpersonationMode(manager: ClusterClient): Promise<ImpersonationMode> {
  const answers = await Promise.all(Array.from({ length: askedTimes }, () => askOnce(manager)));
  return answers.every((answer) => answer === "constrained") ? "constrained" : "legacy";
}

async function askOnce(manager: ClusterClient): Promise<ImpersonationMode> {
  try {
    await manager.send(z.unknown(), { path: "/version", headers: { "impersonate-user": "drawbridge:" } });
    // It should never be allowed to; nothing is to be built upon it then.
    return "legacy";
  } catch (error) {
    if (!(error instanceof ClusterRefusal) || error.code !== 403) throw error;
    return /impersonate(?:-on)?:user-info/.test(error.message) ? "constrained" : "legacy";
  }
}

const aggregated = { accept: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList" };
const readingVerbs = ["get", "list", "watch"];

/** Every resource of the cluster that can be read, by API group, in an order that does not change. */
export async function readableGroups(manager: ClusterClient): Promise<ReadableGroup[]> {
  const found = new Map<string, Set<string>>();
  for (const path of ["/api", "/apis"]) {
    const { items } = await manager.send(discoverySchema, { path, headers: aggregated });
    for (const { metadata, versions } of items) {
      const apiGroup = metadata?.name ?? "";
      const resources = versions.flatMap((version) => version.resources ?? []);
      const readable = resources.filter(({ verbs }) => verbs.some((verb) => readingVerbs.includes(verb))).map(({ resource }) => resource);
      if (readable.length > 0) found.set(apiGroup, new Set([...(found.get(apiGroup) ?? []), ...readable]));
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([apiGroup, resources]) => ({ apiGroup, resources: [...resources].sort() }));
}
