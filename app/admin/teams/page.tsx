import { TeamDialog } from "#components/team-dialog.tsx";
import { TeamTable } from "#components/team-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Surface } from "#components/ui/table.tsx";
import { listTeams } from "#lib/teams/index.ts";
import { t } from "#lib/texts/index.ts";
import { listUserNames } from "#lib/users/index.ts";
import { whatEndsAction } from "../../what-ends-action.ts";
import { requireAdminContext } from "../require-admin.ts";
import { createTeamAction, deleteTeamAction, updateTeamAction } from "./actions.ts";

export default async function TeamsPage() {
  const { context } = await requireAdminContext();
  const [teams, users] = await Promise.all([listTeams(context), listUserNames(context)]);
  return (
    <>
      <PageHead title={t("Teams")} action={<TeamDialog users={users} action={createTeamAction} />}>
        {t("People who get the same access: grant it once, to the team.")}
      </PageHead>
      <TeamTable teams={teams} users={users} actions={{ update: updateTeamAction, remove: deleteTeamAction, whatEnds: whatEndsAction }} />
      {teams.length === 0 && (
        <Surface>
          <EmptyState title={t("There is no team yet")}>{t("Access can be granted to single users, too.")}</EmptyState>
        </Surface>
      )}
    </>
  );
}
