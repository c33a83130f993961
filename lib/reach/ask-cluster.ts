import { type ClusterClient, isClusterFault } from "../environments/index.ts";
import { t } from "../texts/index.ts";

/** Runs `work` with a client that is closed afterwards. What the cluster, or the way to it, does wrong comes back as `fault`. */
export async function askCluster<T>(
  open: () => Promise<ClusterClient | null>,
  work: (client: ClusterClient) => Promise<T>,
): Promise<{ value: T; fault: null } | { value: null; fault: string }> {
  let client: ClusterClient | null = null;
  try {
    client = await open();
    if (!client) return { value: null, fault: t("Drawbridge has no credential for it.") };
    return { value: await work(client), fault: null };
  } catch (error) {
    if (!isClusterFault(error)) throw error;
    return { value: null, fault: error.said };
  } finally {
    client?.close();
  }
}
