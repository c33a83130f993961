import { KubeconfigFilter } from "#components/kubeconfig-filter.tsx";
import { KubeconfigList } from "#components/kubeconfig-list.tsx";
import { addressOf, KubeconfigPages } from "#components/kubeconfig-pages.tsx";
import { ButtonLink, DownloadLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Surface } from "#components/ui/table.tsx";
import { listEnvironmentNames } from "#lib/environments/index.ts";
import { listKubeconfigs } from "#lib/issued-files/index.ts";
import { kubeconfigFilterSchema, kubeconfigSortSchema } from "#lib/kubeconfig/schema.ts";
import { readSettings } from "#lib/settings/index.ts";
import { listTeamNames } from "#lib/teams/index.ts";
import { t } from "#lib/texts/index.ts";
import { listUserNames } from "#lib/users/index.ts";
import { extendKubeconfigAction, revokeAction, revokeEnvironmentAction, updateKubeconfigAction } from "../../(signed-in)/kubeconfigs/actions.ts";
import { activityAction } from "../../activity-action.ts";
import { whatEndsAction } from "../../what-ends-action.ts";
import { requireAdminContext } from "../require-admin.ts";

const path = "/admin/kubeconfigs";
const actions = {
  ...{ revoke: revokeAction, revokeEnvironment: revokeEnvironmentAction, update: updateKubeconfigAction, extend: extendKubeconfigAction },
  readActivity: activityAction,
  whatEnds: whatEndsAction,
};

export default async function AllKubeconfigsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { context, person } = await requireAdminContext();
  const query = await searchParams;
  const filter = kubeconfigFilterSchema.parse(query);
  const { sort } = kubeconfigSortSchema.parse(query);
  const { before: _before, ...shown } = filter;
  const [{ kubeconfigs, next }, settings, users, teams, environments] = await Promise.all([
    listKubeconfigs(context, filter, { everyone: true, sort }),
    readSettings(context.db),
    listUserNames(context),
    listTeamNames(context),
    listEnvironmentNames(context),
  ]);
  const isFiltered = Object.values(shown).some((value) => value !== undefined);
  return (
    <>
      <PageHead
        title={t("Everyone’s kubeconfigs")}
        action={<DownloadLink href={addressOf("/api/kubeconfigs/csv", { everyone: 1, ...shown })}>{t("Export CSV")}</DownloadLink>}
      >
        {t("Who has which file, and who uses it. You can end every one of them; only its owner can renew or extend it.")}
      </PageHead>
      <KubeconfigFilter
        path={path}
        filter={shown}
        choices={{
          users: users.map(({ login }) => login),
          teams,
          environments,
        }}
      />
      {kubeconfigs.length > 0 ? (
        <KubeconfigList kubeconfigs={kubeconfigs} actions={actions} settings={settings} selfId={person.id} withOwner />
      ) : (
        <Surface>
          {isFiltered ? (
            <EmptyState title={t("No kubeconfig matches")} action={<ButtonLink href={path}>{t("Clear filters")}</ButtonLink>} />
          ) : (
            <EmptyState title={t("Nobody has made a kubeconfig yet")} />
          )}
        </Surface>
      )}
      <KubeconfigPages path={path} asked={{ ...filter, sort: sort && query.sort?.toString() }} next={next} />
    </>
  );
}
