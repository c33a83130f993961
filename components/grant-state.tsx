import type { GrantView } from "#lib/access/schema.ts";
import { Status } from "./ui/status.tsx";

/** How far a grant has come in its cluster. */
export function GrantState({ state }: { state: GrantView["state"] }) {
  switch (state) {
    case "applied":
      return <Status tone="good">Applied</Status>;
    case "applying":
      return <Status tone="waiting">Applying…</Status>;
    case "refused":
      return <Status tone="bad">Refused</Status>;
    case "unbound":
      return <Status tone="waiting">Not bound there</Status>;
  }
}
