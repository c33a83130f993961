import { redirect } from "next/navigation";
import { Gate } from "#components/gate.tsx";
import { SignInForm } from "#components/sign-in-form.tsx";
import { currentContext, currentSession } from "#lib/auth/index.ts";
import { t } from "#lib/texts/index.ts";
import { setUpState } from "#lib/users/index.ts";
import { passkeyOptionsAction } from "./actions.ts";
import { nextPath } from "./next-path.ts";

export default async function SignInPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const next = nextPath((await searchParams).next);
  const { db } = await currentContext();
  if ((await setUpState(db)).needsSetUp) redirect("/setup");
  if (await currentSession()) redirect(next);
  return (
    <Gate title={t("Sign in")}>
      <SignInForm next={next} passkeyOptions={passkeyOptionsAction} />
    </Gate>
  );
}
