import { redirect } from "next/navigation";
import { Gate } from "#components/gate.tsx";
import { SetUpForm } from "#components/set-up-form.tsx";
import { currentContext } from "#lib/auth/index.ts";
import { setUpState } from "#lib/users/index.ts";
import { createFirstAdminAction } from "./actions.ts";

export default async function SetUpPage() {
  const { db } = await currentContext();
  if (!(await setUpState(db)).needsSetUp) redirect("/");
  return (
    <Gate title="Set up Drawbridge" lead="Make the first administrator. Then you add your first environment.">
      <SetUpForm action={createFirstAdminAction} />
    </Gate>
  );
}
