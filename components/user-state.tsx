import type { UserView } from "#lib/users/schema.ts";
import { Status } from "./ui/status.tsx";

/** Whether a person can sign in. */
export function UserState({ state }: { state: UserView["state"] }) {
  switch (state) {
    case "active":
      return <Status tone="good">Active</Status>;
    case "invited":
      return <Status tone="waiting">Invited</Status>;
    case "must-change-password":
      return <Status tone="waiting">Must change password</Status>;
    case "disabled":
      return <Status tone="off">Disabled</Status>;
  }
}
