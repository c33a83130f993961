import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Status } from "./ui/status.tsx";

/** The state in a word for a place where nothing can be opened. */
export function EnvironmentState({ environment, quietWhenReady = false }: { environment: ReachableEnvironmentView; quietWhenReady?: boolean }) {
  const { health, applying } = environment;
  if (health.state === "down") return <Status tone="bad">{t("Down now")}</Status>;
  if (health.state === "disabled") return <Status tone="off">{t("Disabled")}</Status>;
  if (applying) return <Status tone="waiting">{t("Applying…")}</Status>;
  if (health.state === "unknown") return <Status tone="waiting">{t("Not checked yet")}</Status>;
  return quietWhenReady ? null : <Status tone="good">{t("Ready")}</Status>;
}
