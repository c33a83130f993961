import { notFound } from "next/navigation";
import { AutoRefresh } from "#components/auto-refresh.tsx";
import { PageSection } from "#components/page-section.tsx";
import { ReachTable } from "#components/reach-table.tsx";
import { SessionTable } from "#components/session-table.tsx";
import { Timeline } from "#components/timeline.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Surface } from "#components/ui/table.tsx";
import { UserFacts } from "#components/user-facts.tsx";
import { UserSecondFactors } from "#components/user-second-factors.tsx";
import { listActivity } from "#lib/activity/index.ts";
import { listReach } from "#lib/reach/index.ts";
import { findSecondFactors } from "#lib/second-factors/index.ts";
import { listSessions } from "#lib/sessions/index.ts";
import { t } from "#lib/texts/index.ts";
import { findUser } from "#lib/users/index.ts";
import { activityAction } from "../../../activity-action.ts";
import { requireAdminContext } from "../../require-admin.ts";
import { endUserSessionAction, endUserSessionsAction, resetSecondFactorsAction } from "../actions.ts";
import { userIdOf } from "./user-id.ts";

export default async function UserPage({ params }: { params: Promise<{ id: string }> }) {
  const { context } = await requireAdminContext();
  const userId = await userIdOf(params);
  const [user, reach] = await Promise.all([findUser(context, userId), listReach(context, { userId })]);
  if (!user) notFound();
  const of = { user: userId };
  const [sessions, factors, activity] = await Promise.all([
    listSessions(context, userId, null),
    findSecondFactors(context, userId),
    listActivity(context, { of }),
  ]);
  return (
    <>
      <PageHead
        title={user.login}
        action={
          <>
            <ButtonLink href={`/admin/kubeconfigs?user=${encodeURIComponent(user.login)}`}>{t("Kubeconfigs")}</ButtonLink>
            <ButtonLink href={`/admin/audit?person=${encodeURIComponent(user.login)}`}>{t("Audit")}</ButtonLink>
            <ButtonLink href={`/admin/access/preview?person=${userId}`}>{t("What may they do?")}</ButtonLink>
            <ButtonLink href={grantHref(userId)}>{t("Grant access")}</ButtonLink>
          </>
        }
      >
        {user.displayName}
      </PageHead>
      <div className="flex flex-col gap-8">
        <UserFacts user={user} />
        <PageSection title={t("What they can reach")} lead={t("Every right of this person in a cluster, and the grant that gives it.")}>
          {reach.length > 0 ? <ReachTable lines={reach} by="environment" /> : <NothingYet user={user} />}
        </PageSection>
        <PageSection title={t("Sessions")} lead={t("Browsers in which this person is signed in to Drawbridge.")}>
          <SessionTable sessions={sessions} actions={{ end: endUserSessionAction, endOthers: endUserSessionsAction }} fields={{ userIds: userId }} />
        </PageSection>
        <PageSection title={t("Second factors")}>
          <UserSecondFactors user={user} factors={factors} reset={resetSecondFactorsAction} />
        </PageSection>
        <PageSection title={t("Activity")} lead={t("What this person did: files, sessions in containers, refusals. Each request is in the audit.")}>
          <Timeline of={of} read={activityAction} first={activity} withLinks empty={t("Nothing is known of {login} yet.", { login: user.login })} />
        </PageSection>
      </div>
      <AutoRefresh everyMs={reach.some(({ state }) => state === "applying") ? 2_000 : 30_000} />
    </>
  );
}

/** The dialog for them, on the list of what they have. */
function grantHref(userId: string): string {
  return `/admin/access?open=grant&person=${userId}`;
}

function NothingYet({ user: { id, login } }: { user: { id: string; login: string } }) {
  return (
    <Surface>
      <EmptyState title={t("{login} reaches no environment", { login })} action={<ButtonLink href={grantHref(id)}>{t("Grant access")}</ButtonLink>}>
        {t("Without a grant, their own or a team’s, nobody has access to a cluster.")}
      </EmptyState>
    </Surface>
  );
}
