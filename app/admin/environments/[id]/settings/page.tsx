import { notFound } from "next/navigation";
import { EnvironmentLabelsForm } from "#components/environment-labels-form.tsx";
import { EnvironmentMaximumForm } from "#components/environment-maximum-form.tsx";
import { EnvironmentSettingsForm } from "#components/environment-settings-form.tsx";
import { SettingsSection } from "#components/settings-section.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { findEnvironmentSettings } from "#lib/environment-settings/index.ts";
import { t } from "#lib/texts/index.ts";
import { requireAdminContext } from "../../../require-admin.ts";
import { environmentIdOf } from "../environment-id.ts";
import { updateEnvironmentLabelsAction, updateEnvironmentMaximumAction, updateEnvironmentSettingsAction } from "./actions.ts";

export default async function EnvironmentSettingsPage({ params }: { params: Promise<{ id: string }> }) {
  const { context } = await requireAdminContext();
  const settings = await findEnvironmentSettings(context, await environmentIdOf(params));
  if (!settings) notFound();
  return (
    <>
      <PageHead
        title={t("Settings of {name}", { name: settings.name })}
        action={<ButtonLink href={`/admin/environments/${settings.id}`}>{t("Back to {name}", { name: settings.name })}</ButtonLink>}
      >
        {t("How grants become rights in this cluster, how long access to it may last, and the labels it is found by.")}
      </PageHead>
      <div className="flex flex-col gap-8">
        <SettingsSection title={t("Rights")} lead={t("How grants become rights in this cluster.")}>
          <EnvironmentSettingsForm settings={settings} action={updateEnvironmentSettingsAction} />
        </SettingsSection>
        <SettingsSection title={t("Expiry")} lead={t("Where a lost kubeconfig would do the most harm, access can end sooner than elsewhere.")}>
          <EnvironmentMaximumForm id={settings.id} name={settings.name} expiryMaxSeconds={settings.expiryMaxSeconds} action={updateEnvironmentMaximumAction} />
        </SettingsSection>
        <SettingsSection title={t("Labels")} lead={t("People search, filter and group their environments by them. They give no right.")}>
          <EnvironmentLabelsForm id={settings.id} labels={settings.labels} action={updateEnvironmentLabelsAction} />
        </SettingsSection>
      </div>
    </>
  );
}
