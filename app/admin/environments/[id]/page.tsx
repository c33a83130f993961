import { notFound } from "next/navigation";
import { Suspense } from "react";
import { AutoRefresh } from "#components/auto-refresh.tsx";
import { ClusterBindings } from "#components/cluster-bindings.tsx";
import { PageSection } from "#components/page-section.tsx";
import { ReachTable } from "#components/reach-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Surface } from "#components/ui/table.tsx";
import { findEnvironment } from "#lib/environments/index.ts";
import { listClusterBindings, listReach } from "#lib/reach/index.ts";
import type { ClusterBindingsView } from "#lib/reach/schema.ts";
import { t } from "#lib/texts/index.ts";
import { requireAdminContext } from "../../require-admin.ts";
import { environmentIdOf } from "./environment-id.ts";

export default async function EnvironmentPage({ params }: { params: Promise<{ id: string }> }) {
  const { context } = await requireAdminContext();
  const environmentId = await environmentIdOf(params);
  const [environment, reach] = await Promise.all([findEnvironment(context, environmentId), listReach(context, { environmentIds: [environmentId] })]);
  if (!environment) notFound();
  const { id, name, server } = environment;
  return (
    <>
      <PageHead
        title={name}
        action={
          <>
            <ButtonLink href={`/admin/access?environment=${id}`}>{t("Grants")}</ButtonLink>
            <ButtonLink href={`/admin/kubeconfigs?environment=${id}`}>{t("Kubeconfigs")}</ButtonLink>
            <ButtonLink href={`/admin/audit?environment=${id}`}>{t("Audit")}</ButtonLink>
            <ButtonLink href={`/admin/environments/${id}/settings`}>{t("Settings")}</ButtonLink>
            <ButtonLink href={`/admin/environments/${id}/credentials`}>{t("Credentials")}</ButtonLink>
          </>
        }
      >
        <span className="font-mono [overflow-wrap:anywhere]">{server}</span>
      </PageHead>
      {/* Each part of what is known of an environment is a PageSection here. */}
      <div className="flex flex-col gap-8">
        <PageSection title={t("Who can reach it")} lead={t("Every person with a right in this cluster, and the grant that gives it.")}>
          {reach.length > 0 ? <ReachTable lines={reach} by="person" /> : <NobodyYet id={id} />}
        </PageSection>
        <PageSection
          title={t("Beyond Drawbridge")}
          lead={t(
            "The cluster’s own bindings that name people, teams or roles of Drawbridge, or everyone. Only the cluster’s administrators can take them away.",
          )}
        >
          {/* The cluster is asked: it may be slow, and must not hold up the rest. */}
          <Suspense fallback={<p className="text-ink-soft">{t("Asking the cluster…")}</p>}>
            <BeyondDrawbridge bindings={listClusterBindings(context, environmentId)} />
          </Suspense>
        </PageSection>
      </div>
      <AutoRefresh everyMs={reach.some(({ state }) => state === "applying") ? 2_000 : 30_000} />
    </>
  );
}

async function BeyondDrawbridge({ bindings: asked }: { bindings: Promise<ClusterBindingsView> }) {
  const { bindings, fault } = await asked;
  if (fault !== null)
    return (
      <Callout tone="bad" title={t("The cluster could not be asked")}>
        <p className="first-letter:uppercase">{fault}</p>
      </Callout>
    );
  if (bindings.length === 0) return <p className="text-ink-soft">{t("There is none.")}</p>;
  return <ClusterBindings bindings={bindings} />;
}

function NobodyYet({ id }: { id: number }) {
  return (
    <Surface>
      <EmptyState title={t("Nobody has access")} action={<ButtonLink href={`/admin/access?open=grant&environment=${id}`}>{t("Grant access")}</ButtonLink>}>
        {t("Without a grant nobody reaches this cluster through Drawbridge, administrators included.")}
      </EmptyState>
    </Surface>
  );
}
