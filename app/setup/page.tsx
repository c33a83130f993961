import { redirect } from "next/navigation";
import { Gate } from "#components/gate.tsx";
import { SetUpForm } from "#components/set-up-form.tsx";
import { WelcomeProgressBar } from "#components/welcome-progress.tsx";
import { currentContext } from "#lib/auth/index.ts";
import { t } from "#lib/texts/index.ts";
import { setUpState } from "#lib/users/index.ts";
import { createFirstAdminAction } from "./actions.ts";

const nothingDone = { account: false, address: false, environment: false, access: false, file: false };

export default async function SetUpPage() {
  const { db } = await currentContext();
  if (!(await setUpState(db)).needsSetUp) redirect("/");
  return (
    <Gate title={t("Set up Drawbridge")} lead={t("First of five steps to a kubeconfig: make the first administrator.")}>
      <WelcomeProgressBar current="account" progress={nothingDone} narrow />
      <SetUpForm action={createFirstAdminAction} />
    </Gate>
  );
}
