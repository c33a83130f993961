import { headers } from "next/headers";
import { AccountPasskeys } from "#components/account-passkeys.tsx";
import { AccountTotp } from "#components/account-totp.tsx";
import { PageSection } from "#components/page-section.tsx";
import { RecoveryCodesSection } from "#components/recovery-codes.tsx";
import { FactorsResetLine, hasSecondFactor } from "#components/second-factors-list.tsx";
import { SessionTable } from "#components/session-table.tsx";
import { Timeline } from "#components/timeline.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { rich } from "#components/ui/rich.ts";
import { listActivity } from "#lib/activity/index.ts";
import { currentSession, requireAccount } from "#lib/auth/index.ts";
import { passkeyPlace } from "#lib/passkeys/index.ts";
import { findSecondFactors } from "#lib/second-factors/index.ts";
import { listSessions } from "#lib/sessions/index.ts";
import { t } from "#lib/texts/index.ts";
import { activityAction } from "../../activity-action.ts";
import {
  addPasskeyAction,
  confirmTotpAction,
  endOtherSessionsAction,
  endSessionAction,
  passkeyToAddAction,
  removePasskeyAction,
  removeTotpAction,
  renamePasskeyAction,
  renewRecoveryCodesAction,
  startTotpAction,
} from "./actions.ts";

export default async function AccountPage() {
  const { context, session } = await requireAccount();
  const { id, login } = session.person;
  const of = { user: id };
  const [factors, sessions, view, activity] = await Promise.all([
    findSecondFactors(context, id),
    listSessions(context, id, session.id),
    currentSession(),
    listActivity(context, { of }),
  ]);
  const hasFactor = hasSecondFactor(factors);
  const { reason } = await passkeyPlace(context.db, (await headers()).get("host"));
  return (
    <>
      <PageHead title={t("Your account")} action={<ButtonLink href="/change-password">{t("Change password")}</ButtonLink>}>
        {rich("Signed in as {login}. How you prove who you are, and where you are signed in.", { login: <span className="font-mono">{login}</span> })}
      </PageHead>
      <div className="flex flex-col gap-8">
        {view?.needsSecondFactor && (
          <Callout tone="warn" title={t("Administrators need a second factor here")}>
            <p>{hasFactor ? t("You have one: sign out and in again with it to go on.") : t("Set up a passkey or an authenticator app to go on.")}</p>
          </Callout>
        )}
        <PageSection
          title={t("Passkeys")}
          lead={t("Sign in by fingerprint, face or PIN of your device, or by a security key. A passkey replaces password and code.")}
        >
          <AccountPasskeys
            passkeys={factors.passkeys}
            impossible={reason}
            actions={{ start: passkeyToAddAction, add: addPasskeyAction, rename: renamePasskeyAction, remove: removePasskeyAction }}
          />
        </PageSection>
        <PageSection title={t("Authenticator app")} lead={t("Six digits that change every half minute, asked for after the password.")}>
          <AccountTotp since={factors.totpSince} actions={{ start: startTotpAction, confirm: confirmTotpAction, remove: removeTotpAction }} />
        </PageSection>
        {hasFactor && (
          <PageSection title={t("Recovery codes")} lead={t("Each signs you in once after the password, when passkey and app are lost.")}>
            <RecoveryCodesSection left={factors.recoveryCodesLeft} action={renewRecoveryCodesAction} />
          </PageSection>
        )}
        {factors.reset && (
          <p className="text-ink-soft">
            <FactorsResetLine reset={factors.reset} whose="your" />
          </p>
        )}
        <PageSection
          title={t("Sessions")}
          lead={t("Browsers in which you are signed in. A session ends after 12 hours without use, and after 7 days in any case.")}
        >
          <SessionTable sessions={sessions} actions={{ end: endSessionAction, endOthers: endOtherSessionsAction }} />
        </PageSection>
        <PageSection
          title={t("Activity")}
          lead={t(
            "What you did, as administrators see it too: files, sessions in containers, refusals. If something was not you, revoke the file and change your password.",
          )}
        >
          <Timeline of={of} read={activityAction} first={activity} withLinks={session.person.isAdmin} empty={t("Nothing yet.")} />
        </PageSection>
      </div>
    </>
  );
}
