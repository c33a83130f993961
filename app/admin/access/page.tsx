import { AutoRefresh } from "#components/auto-refresh.tsx";
import { GrantDialog } from "#components/grant-dialog.tsx";
import { GrantFilter } from "#components/grant-filter.tsx";
import { GrantTable } from "#components/grant-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Surface } from "#components/ui/table.tsx";
import { listGrantChoices, listGrants } from "#lib/access/index.ts";
import { type GrantFilter as AskedGrants, grantFilterSchema } from "#lib/access/schema.ts";
import { listTeams } from "#lib/teams/index.ts";
import { t } from "#lib/texts/index.ts";
import { listUserNames } from "#lib/users/index.ts";
import { whatEndsAction } from "../../what-ends-action.ts";
import { requireAdminContext } from "../require-admin.ts";
import { createGrantAction, deleteGrantsAction, updateGrantAction } from "./actions.ts";

export default async function AccessPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { context } = await requireAdminContext();
  const filter = grantFilterSchema.parse(await searchParams);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const [grants, environments, teams, users] = await Promise.all([
    listGrants(context, filter),
    listGrantChoices(context),
    listTeams(context),
    listUserNames(context),
  ]);
  const subjects = [
    ...teams.map(({ id, name, members }) => ({ value: `team:${id}`, label: name, detail: t("Team of {count}", { count: members.length }) })),
    ...users.map(({ id, login, displayName }) => ({ value: `user:${id}`, label: login, detail: displayName })),
  ];
  const options = (kind: "user:" | "team:") =>
    subjects.filter(({ value }) => value.startsWith(kind)).map((subject) => ({ ...subject, value: subject.value.slice(kind.length) }));
  return (
    <>
      <PageHead
        title={t("Access")}
        action={
          <>
            <ButtonLink href="/admin/access/preview">{t("What may they do?")}</ButtonLink>
            <GrantDialog subjects={subjects} environments={environments} start={startOf(filter)} action={createGrantAction} />
          </>
        }
      >
        {t("Who may do what where. Without a grant nobody has access, administrators included.")}
      </PageHead>
      {(isFiltered || grants.length > 0) && <GrantFilter filter={filter} people={options("user:")} teams={options("team:")} environments={environments} />}
      <GrantTable
        grants={grants}
        environments={environments}
        actions={{ create: createGrantAction, update: updateGrantAction, remove: deleteGrantsAction, whatEnds: whatEndsAction }}
      />
      {grants.length === 0 && (
        <Surface>
          {environments.length === 0 ? (
            <EmptyState
              title={t("There is no environment yet")}
              action={
                <ButtonLink href="/admin/environments/new" tone="primary">
                  {t("Add environment")}
                </ButtonLink>
              }
            >
              {t("Access is granted to an environment: add one first.")}
            </EmptyState>
          ) : isFiltered ? (
            <EmptyState title={t("No grant matches")} action={<ButtonLink href="/admin/access">{t("Clear filters")}</ButtonLink>}>
              {t("There may be others that the filter hides.")}
            </EmptyState>
          ) : (
            <EmptyState title={t("Nobody has access yet")}>{t("Grant a user or a team a role in an environment.")}</EmptyState>
          )}
        </Surface>
      )}
      <AutoRefresh everyMs={grants.some((grant) => grant.state !== "applied") ? 1_000 : 15_000} />
    </>
  );
}

/** What the page is filtered by is what a grant is most likely wanted for. */
function startOf({ person, team, environment }: AskedGrants) {
  const subject = person !== undefined ? `user:${person}` : team !== undefined ? `team:${team}` : "";
  return { subject, environmentId: environment === undefined ? "" : String(environment) };
}
