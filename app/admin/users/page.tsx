import { PageHead } from "#components/ui/page-head.tsx";
import { UserAddDialog } from "#components/user-add-dialog.tsx";
import { UserTable } from "#components/user-table.tsx";
import { t } from "#lib/texts/index.ts";
import { listUsers } from "#lib/users/index.ts";
import { whatEndsAction } from "../../what-ends-action.ts";
import { requireAdminContext } from "../require-admin.ts";
import {
  createUserAction,
  deleteUserAction,
  endUserSessionsAction,
  inviteAgainAction,
  resetPasswordAction,
  setUsersDisabledAction,
  updateUserAction,
} from "./actions.ts";

export default async function UsersPage() {
  const { context, person } = await requireAdminContext();
  return (
    <>
      <PageHead title={t("Users")} action={<UserAddDialog action={createUserAction} />}>
        {t("Who may sign in. What they may do in a cluster is granted under Access.")}
      </PageHead>
      <UserTable
        users={await listUsers(context)}
        selfId={person.id}
        actions={{
          update: updateUserAction,
          setDisabled: setUsersDisabledAction,
          endSessions: endUserSessionsAction,
          remove: deleteUserAction,
          inviteAgain: inviteAgainAction,
          resetPassword: resetPasswordAction,
          whatEnds: whatEndsAction,
        }}
      />
    </>
  );
}
