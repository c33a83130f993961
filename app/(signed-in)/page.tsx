import { cookies } from "next/headers";
import { AutoRefresh } from "#components/auto-refresh.tsx";
import { EnvironmentList } from "#components/environment-list.tsx";
import { ExpiringBanner } from "#components/kubeconfig-banner.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { firstStepsCookie } from "#components/ui/preferences.ts";
import { Surface } from "#components/ui/table.tsx";
import { WelcomeBanner } from "#components/welcome-banner.tsx";
import { listReachableEnvironments } from "#lib/access/index.ts";
import { requireContext } from "#lib/auth/index.ts";
import { requirePerson } from "#lib/context.ts";
import { environmentsExist } from "#lib/environments/index.ts";
import { isInUse } from "#lib/first-steps/index.ts";
import { listLiveKubeconfigs } from "#lib/issued-files/index.ts";
import { readRevision } from "#lib/revision.ts";
import { readSettings } from "#lib/settings/index.ts";
import { catalogue, t } from "#lib/texts/index.ts";
import { listAdministratorNames } from "#lib/users/index.ts";
import { findKubeconfigAction, previewAction } from "./actions.ts";

export default async function HomePage() {
  const context = await requireContext();
  const { isAdmin } = requirePerson(context);
  const revision = await readRevision(context.db);
  const [environments, settings, exists, files] = await Promise.all([
    listReachableEnvironments(context),
    readSettings(context.db),
    environmentsExist(context.db),
    listLiveKubeconfigs(context),
  ]);
  return (
    <>
      {/* What moves by itself comes by a lighter way; this is for when a file was last used. */}
      <AutoRefresh everyMs={60_000} />
      {isAdmin && (await cookies()).get(firstStepsCookie)?.value !== "off" && !(await isInUse(context)) && <WelcomeBanner />}
      <ExpiringBanner files={files} settings={settings} find={findKubeconfigAction} />
      <EnvironmentList
        environments={environments}
        madeAt={context.now.toISOString()}
        revision={revision}
        settings={settings}
        files={files}
        preview={previewAction}
        find={findKubeconfigAction}
        isAdmin={isAdmin}
        lacking={exists ? "grant" : "environment"}
      />
      {environments.length === 0 && (
        <Surface>
          <NothingToReach exists={exists} isAdmin={isAdmin} administrators={await listAdministratorNames(context)} />
        </Surface>
      )}
    </>
  );
}

function NothingToReach({ exists, isAdmin, administrators }: { exists: boolean; isAdmin: boolean; administrators: string[] }) {
  if (exists && isAdmin) {
    return (
      <EmptyState title={t("No environment is granted to you")} action={<ButtonLink href="/admin/access">{t("Grant access")}</ButtonLink>}>
        {t("Being an administrator of Drawbridge gives no right in a cluster: grant yourself what you need.")}
      </EmptyState>
    );
  }
  if (exists)
    return (
      <EmptyState title={t("No environment is granted to you")}>
        {t("Ask {administrators} to give you, or a team of yours, access to one.", { administrators: inWords(administrators) })}
      </EmptyState>
    );
  if (isAdmin) {
    return (
      <EmptyState
        title={t("There is no environment yet")}
        action={
          <ButtonLink href="/admin/environments/new" tone="primary">
            {t("Add environment")}
          </ButtonLink>
        }
      >
        {t("An environment is a cluster that Drawbridge gives access to.")}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t("There is no environment yet")}>
      {t("Ask {administrators} to add a cluster. It then appears here.", { administrators: inWords(administrators) })}
    </EmptyState>
  );
}

/** The first three are enough to find one who is there. */
function inWords(administrators: readonly string[]): string {
  return administrators.length === 0
    ? t("an administrator of Drawbridge")
    : new Intl.ListFormat(catalogue()?.language ?? "en", { type: "disjunction" }).format(administrators.slice(0, 3));
}
