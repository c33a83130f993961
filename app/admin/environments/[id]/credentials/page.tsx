import { notFound } from "next/navigation";
import { CredentialAnswers, CredentialRights } from "#components/credential-rights.tsx";
import { RotateCredentials } from "#components/rotate-credentials.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { readCredentialRights } from "#lib/credential-rights/index.ts";
import { t } from "#lib/texts/index.ts";
import { requireAdminContext } from "../../../require-admin.ts";
import { environmentIdOf } from "../environment-id.ts";
import { rotateCredentialsAction } from "./actions.ts";

export default async function EnvironmentCredentialsPage({ params }: { params: Promise<{ id: string }> }) {
  const { context } = await requireAdminContext();
  const view = await readCredentialRights(context, await environmentIdOf(params));
  if (!view) notFound();
  return (
    <>
      <PageHead
        title={t("Credentials of {name}", { name: view.name })}
        action={
          <>
            <ButtonLink href={`/admin/environments/${view.id}`}>{t("Back to {name}", { name: view.name })}</ButtonLink>
            <RotateCredentials id={view.id} action={rotateCredentialsAction} />
          </>
        }
      >
        {t("What Drawbridge holds for this cluster, and what each could do if it were stolen, asked of the cluster just now.")}
      </PageHead>
      <div className="flex flex-col gap-8">
        {view.credentials.map((credential) => (
          <CredentialRights key={credential.kind} credential={credential} />
        ))}
        <CredentialAnswers credentials={view.credentials} />
      </div>
    </>
  );
}
