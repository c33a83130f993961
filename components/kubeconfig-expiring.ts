import { expiringWithinSeconds } from "#lib/issued-files/schema.ts";
import type { LiveKubeconfigView } from "#lib/kubeconfig/schema.ts";

/** Whether a live file ends in less than seven days; one that was made for less than two weeks, in the last half of its life. */
export function endsSoon({ expiresAt, createdAt, renewedAt }: Pick<LiveKubeconfigView, "createdAt" | "renewedAt" | "expiresAt">, now: Date): boolean {
  if (expiresAt === null) return false;
  const end = Date.parse(expiresAt);
  const life = end - Date.parse(renewedAt ?? createdAt);
  const left = end - now.getTime();
  return left > 0 && left < Math.min(expiringWithinSeconds * 1000, life / 2);
}
