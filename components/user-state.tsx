import { t } from "#lib/texts/index.ts";
import type { UserView } from "#lib/users/schema.ts";
import { Status } from "./ui/status.tsx";

/** Whether a person can sign in. */
export function UserState({ state }: { state: UserView["state"] }) {
  switch (state) {
    case "active":
      return <Status tone="good">{t("Active")}</Status>;
    case "invited":
      return <Status tone="waiting">{t("Invited")}</Status>;
    case "must-change-password":
      return <Status tone="waiting">{t("Must change password")}</Status>;
    case "disabled":
      return <Status tone="off">{t("Disabled")}</Status>;
  }
}
