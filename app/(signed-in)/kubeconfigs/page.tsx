import { KubeconfigAsked } from "#components/kubeconfig-asked.tsx";
import { KubeconfigFilter } from "#components/kubeconfig-filter.tsx";
import { KubeconfigList } from "#components/kubeconfig-list.tsx";
import { KubeconfigPages } from "#components/kubeconfig-pages.tsx";
import { RenewAsked } from "#components/kubeconfig-renew-asked.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Surface } from "#components/ui/table.tsx";
import { requireContext } from "#lib/auth/index.ts";
import { requirePerson } from "#lib/context.ts";
import { findOwnKubeconfig, listKubeconfigs } from "#lib/issued-files/index.ts";
import { kubeconfigFilterSchema, kubeconfigSortSchema } from "#lib/kubeconfig/schema.ts";
import { readSettings } from "#lib/settings/index.ts";
import { t } from "#lib/texts/index.ts";
import { activityAction } from "../../activity-action.ts";
import { whatEndsAction } from "../../what-ends-action.ts";
import { extendKubeconfigAction, revokeAction, revokeEnvironmentAction, updateKubeconfigAction } from "./actions.ts";

const path = "/kubeconfigs";
const actions = {
  ...{ revoke: revokeAction, revokeEnvironment: revokeEnvironmentAction, update: updateKubeconfigAction, extend: extendKubeconfigAction },
  readActivity: activityAction,
  whatEnds: whatEndsAction,
};

export default async function KubeconfigsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const context = await requireContext();
  const { renew, revoke, show, ...query } = await searchParams;
  const { state, before } = kubeconfigFilterSchema.parse(query);
  const { sort } = kubeconfigSortSchema.parse(query);
  const filter = { state, before };
  const [{ kubeconfigs, next }, settings] = await Promise.all([listKubeconfigs(context, filter, { everyone: false, sort }), readSettings(context.db)]);
  const asked = typeof renew === "string" ? { file: await findOwnKubeconfig(context, renew) } : null;
  const wanted = revoke ?? show;
  const named = typeof wanted === "string" ? await findOwnKubeconfig(context, wanted) : null;
  return (
    <>
      <PageHead
        title={t("Kubeconfigs")}
        action={
          <ButtonLink href="/" tone="primary" shortcut="c">
            {t("New kubeconfig")}
          </ButtonLink>
        }
      >
        {t("The files you have made. Revoke one that you no longer need, or that somebody else may have seen.")}
      </PageHead>
      {asked && <RenewAsked file={asked.file} settings={settings} />}
      {named && <KubeconfigAsked key={`${named.id} ${revoke}`} question={revoke === undefined ? "show" : "revoke"} file={named} actions={actions} />}
      {(kubeconfigs.length > 0 || state !== undefined) && <KubeconfigFilter path={path} filter={{ state }} />}
      {kubeconfigs.length > 0 ? (
        <KubeconfigList kubeconfigs={kubeconfigs} actions={actions} settings={settings} selfId={requirePerson(context).id} />
      ) : (
        <Surface>
          {state === undefined ? (
            <NothingMade />
          ) : (
            <EmptyState title={t("No kubeconfig matches")} action={<ButtonLink href={path}>{t("Clear filters")}</ButtonLink>} />
          )}
        </Surface>
      )}
      <KubeconfigPages path={path} asked={{ ...filter, sort: sort && query.sort?.toString() }} next={next} />
    </>
  );
}

function NothingMade() {
  return (
    <EmptyState title={t("You have made no kubeconfig yet")} action={<ButtonLink href="/">{t("Choose environments")}</ButtonLink>}>
      {t("Tick environments and download one file for all of them.")}
    </EmptyState>
  );
}
