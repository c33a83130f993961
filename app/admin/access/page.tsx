import { AutoRefresh } from "#components/auto-refresh.tsx";
import { GrantDialog } from "#components/grant-dialog.tsx";
import { GrantTable } from "#components/grant-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Surface } from "#components/ui/table.tsx";
import { listGrantChoices, listGrants } from "#lib/access/index.ts";
import { listTeams } from "#lib/teams/index.ts";
import { listUsers } from "#lib/users/index.ts";
import { requireAdminContext } from "../require-admin.ts";
import { createGrantAction, deleteGrantAction } from "./actions.ts";

export default async function AccessPage() {
  const { context } = await requireAdminContext();
  const [grants, environments, teams, users] = await Promise.all([listGrants(context), listGrantChoices(context), listTeams(context), listUsers(context)]);
  const subjects = [
    ...teams.map(({ id, name, members }) => ({ value: `team:${id}`, label: name, detail: `Team of ${members.length}` })),
    ...users.map(({ id, login, displayName }) => ({ value: `user:${id}`, label: login, detail: displayName })),
  ];
  return (
    <>
      <PageHead title="Access" action={<GrantDialog subjects={subjects} environments={environments} action={createGrantAction} />}>
        Who may do what where. Without a grant nobody has access, administrators included.
      </PageHead>
      <GrantTable grants={grants} remove={deleteGrantAction} />
      {grants.length === 0 && (
        <Surface>
          {environments.length === 0 ? (
            <EmptyState
              title="There is no environment yet"
              action={
                <ButtonLink href="/admin/environments/new" tone="primary">
                  Add environment
                </ButtonLink>
              }
            >
              Access is granted to an environment: add one first.
            </EmptyState>
          ) : (
            <EmptyState title="Nobody has access yet">Grant a user or a team a role in an environment.</EmptyState>
          )}
        </Surface>
      )}
      <AutoRefresh everyMs={grants.some((grant) => grant.state !== "applied") ? 1_000 : 15_000} />
    </>
  );
}
