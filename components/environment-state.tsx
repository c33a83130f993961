import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import { Status } from "./ui/status.tsx";

/** The state in a word for a place where nothing can be opened. */
export function EnvironmentState({ environment, quietWhenReady = false }: { environment: ReachableEnvironmentView; quietWhenReady?: boolean }) {
  const { health, applying } = environment;
  if (health.state === "down") return <Status tone="bad">Down now</Status>;
  if (health.state === "disabled") return <Status tone="off">Disabled</Status>;
  if (applying) return <Status tone="waiting">Applying…</Status>;
  if (health.state === "unknown") return <Status tone="waiting">Not checked yet</Status>;
  return quietWhenReady ? null : <Status tone="good">Ready</Status>;
}
