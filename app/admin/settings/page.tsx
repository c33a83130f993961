import type { ReactNode } from "react";
import { ExternalUrlCheck } from "#components/external-url-check.tsx";
import { AuditSettingsForm } from "#components/settings-audit-form.tsx";
import { CertificateSettings } from "#components/settings-certificate.tsx";
import { SettingsContents, settingsPart } from "#components/settings-contents.tsx";
import { ExpirySettingsForm } from "#components/settings-expiry-form.tsx";
import { ExternalUrlForm } from "#components/settings-external-url.tsx";
import { FileSettingsForm } from "#components/settings-files-form.tsx";
import { InstanceVariables } from "#components/settings-instance.tsx";
import { SettingsSection } from "#components/settings-section.tsx";
import { SignInSettingsForm } from "#components/settings-sign-in-form.tsx";
import { DownloadLink } from "#components/ui/button.tsx";
import { Time } from "#components/ui/clock.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { rich } from "#components/ui/rich.ts";
import { config, configValues } from "#lib/config.ts";
import { countPasskeys } from "#lib/passkeys/index.ts";
import { describeServedCertificate } from "#lib/served-certificate/index.ts";
import { readSettings } from "#lib/settings/index.ts";
import type { SettingsView } from "#lib/settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import { requireAdminContext } from "../require-admin.ts";
import {
  removeCertificateAction,
  updateAuditSettingsAction,
  updateExpiryAction,
  updateExternalUrlAction,
  updateFileSettingsAction,
  updateSignInAction,
  uploadCertificateAction,
} from "./actions.ts";

export default async function SettingsPage() {
  const { context } = await requireAdminContext();
  const [settings, served, passkeys] = await Promise.all([readSettings(context.db), describeServedCertificate(context), countPasskeys(context)]);
  const { externalUrl: locked } = config();
  return (
    <>
      <PageHead title={t("Settings")}>
        <LastChange settings={settings} />
      </PageHead>
      <SettingsContents />
      <div className="flex flex-col gap-8">
        <Decisions settings={settings} />
        <SettingsSection
          {...settingsPart("external-url")}
          lead={t("It stands in every kubeconfig. The check looks at it from this server, as a client would.")}
        >
          <div className="flex flex-col gap-5">
            <ExternalUrlForm settings={settings} locked={locked} passkeys={passkeys} action={updateExternalUrlAction} />
            <ExternalUrlCheck url={locked ?? settings.externalUrl} />
          </div>
        </SettingsSection>
        <SettingsSection
          {...settingsPart("certificate")}
          lead={t("What clients are shown. It can be replaced at any time, without a restart; open sessions go on.")}
        >
          <CertificateSettings served={served} actions={{ upload: uploadCertificateAction, remove: removeCertificateAction }} />
        </SettingsSection>
        <SettingsSection {...settingsPart("instance")} lead={t("Set by environment variables where Drawbridge is started; a restart takes them over.")}>
          <InstanceVariables values={configValues()} />
        </SettingsSection>
        <Support />
      </div>
    </>
  );
}

function LastChange({ settings: { updatedAt, updatedBy } }: { settings: SettingsView }): ReactNode {
  if (updatedAt === null) return t("Nobody has changed them yet. Each section is saved on its own.");
  return (
    <>
      {rich("Last changed {time} by {updatedBy}. Each section is saved on its own.", {
        time: <Time at={updatedAt} />,
        updatedBy: <span className="font-mono">{updatedBy}</span>,
      })}
    </>
  );
}

/** What is decided for everyone, here and nowhere else. */
function Decisions({ settings }: { settings: SettingsView }) {
  return (
    <>
      <SettingsSection
        {...settingsPart("expiry")}
        lead={t(
          "A change holds for new files only: every file that exists keeps the expiry it was made with, unless you say otherwise when a maximum gets lower.",
        )}
      >
        <ExpirySettingsForm settings={settings} action={updateExpiryAction} />
      </SettingsSection>
      <SettingsSection {...settingsPart("limits")} lead={t("How many people may have, and what becomes of those that are unused or replaced.")}>
        <FileSettingsForm settings={settings} action={updateFileSettingsAction} />
      </SettingsSection>
      <SettingsSection
        {...settingsPart("audit")}
        lead={t("What is deleted is gone, also for the webhook if it had not taken it; an event says how many went.")}
      >
        <AuditSettingsForm settings={settings} action={updateAuditSettingsAction} />
      </SettingsSection>
      <SettingsSection {...settingsPart("sign-in")} lead={t("Everybody may set up a passkey or an authenticator app in their account.")}>
        <SignInSettingsForm settings={settings} action={updateSignInAction} />
      </SettingsSection>
    </>
  );
}

function Support() {
  return (
    <SettingsSection
      {...settingsPart("support")}
      lead={t("For whoever helps you: what they would ask first, in one file that you can read before you send it.")}
    >
      <div className="flex flex-col items-start gap-3">
        <p className="max-w-2xl">
          {t(
            "Versions, settings, the health of each environment, counts, the numbers of the last day and the last errors. Names and addresses are in it; tokens, passwords, keys and credentials are not.",
          )}
        </p>
        <DownloadLink href="/api/support-bundle">{t("Download support bundle")}</DownloadLink>
      </div>
    </SettingsSection>
  );
}
