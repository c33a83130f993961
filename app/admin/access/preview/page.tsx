import { PageSection } from "#components/page-section.tsx";
import { PreviewQuestionForm, PreviewRequestForm } from "#components/preview-request-form.tsx";
import { PreviewAnswers, PreviewResult } from "#components/preview-result.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { listEnvironmentNames } from "#lib/environments/index.ts";
import { previewRights } from "#lib/reach/index.ts";
import { previewRequestSchema, rightQuestionSchema } from "#lib/reach/schema.ts";
import { t } from "#lib/texts/index.ts";
import { listUserNames } from "#lib/users/index.ts";
import { requireAdminContext } from "../../require-admin.ts";

export default async function PreviewPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { context } = await requireAdminContext();
  const parameters = await searchParams;
  const request = previewRequestSchema.safeParse(parameters);
  const question = rightQuestionSchema.safeParse(parameters);
  const [users, environments, preview] = await Promise.all([
    listUserNames(context),
    listEnvironmentNames(context),
    request.success ? previewRights(context, request.data, { question: question.success ? question.data : null }) : null,
  ]);
  const text = (name: string) => [parameters[name]].flat()[0] ?? "";
  const asked = { person: text("person"), environment: text("environment"), namespace: request.data?.namespace ?? text("namespace") };
  const login = users.find(({ id }) => id === asked.person)?.login ?? "";
  return (
    <>
      <PageHead title={t("What may they do?")} action={<ButtonLink href="/admin/access">{t("Back to Access")}</ButtonLink>}>
        {t("The cluster itself is asked, as the person. Whatever else binds them there is part of the answer.")}
      </PageHead>
      <div className="flex flex-col gap-8">
        <PreviewRequestForm
          people={users.map(({ id, login, displayName }) => ({ value: id, label: login, detail: displayName }))}
          environments={environments.map(({ id, name }) => ({ value: String(id), label: name }))}
          asked={asked}
        />
        {preview && preview.identity !== null && (
          <PageSection title={t("May {login} …?", { login })}>
            <PreviewQuestionForm asked={asked} question={{ verb: text("verb"), resource: text("resource"), name: text("name") }} />
            {preview.answers.length > 0 && <PreviewAnswers answers={preview.answers} />}
          </PageSection>
        )}
        {preview && <PreviewResult login={login} namespace={asked.namespace} preview={preview} />}
      </div>
    </>
  );
}
