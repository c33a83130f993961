import { environmentNameSchema } from "#lib/environments/schema.ts";

/**
 * A short name for the environment of an uploaded context, or "" when nothing usable is left. Tools make context names long:
 * `user@cluster` (kubeadm), `gke_project_zone_cluster` (gcloud), `arn:aws:eks:region:account:cluster/name` (aws). The cluster's part comes last.
 */
export function suggestName(contextName: string): string {
  const last = contextName.startsWith("gke_") ? contextName.split("_").slice(3).join("_") : (contextName.split(/[@/]/).filter(Boolean).at(-1) ?? "");
  const name = last
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .slice(0, 63)
    .replace(/^[._-]+/, "")
    .replace(/[._-]+$/, "");
  return environmentNameSchema.safeParse(name).success ? name : "";
}
