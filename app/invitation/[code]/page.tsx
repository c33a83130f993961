import type { Metadata } from "next";
import { Gate } from "#components/gate.tsx";
import { InvitationForm } from "#components/invitation-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { rich } from "#components/ui/rich.ts";
import { currentContext } from "#lib/auth/index.ts";
import { t } from "#lib/texts/index.ts";
import { describeInvitation } from "#lib/users/index.ts";
import { acceptInvitationAction } from "./actions.ts";

export const metadata: Metadata = { referrer: "no-referrer" };

export default async function InvitationPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  const { db, now } = await currentContext();
  const invited = await describeInvitation(db, code, now);
  if (!invited) {
    return (
      <Gate
        title={t("This invitation is no longer good")}
        lead={t("It was used, replaced by a newer one, or has run out. Ask an administrator of Drawbridge for a new link.")}
      >
        <ButtonLink href="/sign-in">{t("Sign in")}</ButtonLink>
      </Gate>
    );
  }
  return (
    <Gate
      title={t("Welcome, {displayName}", { displayName: invited.displayName })}
      lead={rich("Choose a password for your login {login}.", { login: <span className="font-mono text-ink">{invited.login}</span> })}
    >
      <InvitationForm action={acceptInvitationAction} code={code} login={invited.login} />
    </Gate>
  );
}
