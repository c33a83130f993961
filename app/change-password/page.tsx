import Link from "next/link";
import { redirect } from "next/navigation";
import { ChangePasswordForm } from "#components/change-password-form.tsx";
import { Gate } from "#components/gate.tsx";
import { currentContext, currentSession } from "#lib/auth/index.ts";
import { requirePerson } from "#lib/context.ts";
import { findSecondFactors } from "#lib/second-factors/index.ts";
import { t } from "#lib/texts/index.ts";
import { changePasswordAction } from "./actions.ts";

export default async function ChangePasswordPage() {
  const session = await currentSession();
  if (!session) redirect("/sign-in?next=/change-password");
  const context = await currentContext();
  const factors = await findSecondFactors(context, requirePerson(context).id);
  return (
    <Gate
      title={t("Change your password")}
      lead={session.mustChangePassword ? t("An administrator gave you the present one: choose your own to go on.") : t("Your sessions in other browsers end.")}
    >
      <ChangePasswordForm action={changePasswordAction} login={session.login} factors={factors} isRecent={session.isRecent} />
      {!session.mustChangePassword && (
        <p className="pt-4">
          <Link href="/" className="text-link">
            {t("Back to environments")}
          </Link>
        </p>
      )}
    </Gate>
  );
}
