import type { GrantView } from "#lib/access/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Status } from "./ui/status.tsx";

/** How far a grant has come in its cluster. */
export function GrantState({ state }: { state: GrantView["state"] }) {
  switch (state) {
    case "applied":
      return <Status tone="good">{t("Applied")}</Status>;
    case "applying":
      return <Status tone="waiting">{t("Applying…")}</Status>;
    case "refused":
      return <Status tone="bad">{t("Refused")}</Status>;
    case "unbound":
      return <Status tone="waiting">{t("Not bound there")}</Status>;
  }
}
