import { t } from "#lib/texts/index.ts";
import { QueryForm } from "./query-form.tsx";
import { Combobox } from "./ui/combobox.tsx";
import { Field } from "./ui/field.tsx";
import { Input } from "./ui/input.tsx";
import type { Option } from "./ui/select.tsx";

interface Asked {
  person: string;
  environment: string;
  namespace: string;
}

/** Of whom, where. */
export function PreviewRequestForm({ people, environments, asked }: { people: readonly Option[]; environments: readonly Option[]; asked: Asked }) {
  return (
    // Uncontrolled fields: another address is another form.
    <QueryForm key={JSON.stringify(asked)} path="/admin/access/preview" label={t("Whom and where")} submit={t("Show rights")}>
      <Field name="person" label={t("Person")}>
        <Combobox name="person" mono options={people} defaultValue={asked.person} placeholder={t("Type a user")} empty={t("No such user.")} />
      </Field>
      <Field name="environment" label={t("Environment")}>
        <Combobox
          name="environment"
          mono
          options={environments}
          defaultValue={asked.environment}
          placeholder={t("Type an environment")}
          empty={t("No such environment.")}
        />
      </Field>
      <Field name="namespace" label={t("Namespace")}>
        <Input name="namespace" mono defaultValue={asked.namespace} placeholder="default" autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Field>
    </QueryForm>
  );
}

/** "May alice delete pods?" */
export function PreviewQuestionForm({ asked, question }: { asked: Asked; question: { verb: string; resource: string; name: string } }) {
  return (
    <QueryForm key={JSON.stringify(question)} path="/admin/access/preview" keep={{ ...asked }} label={t("One question")} submit={t("Ask the cluster")}>
      <Field name="verb" label={t("May they")}>
        <Input name="verb" mono defaultValue={question.verb} placeholder="delete" autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Field>
      <Field name="resource" label={t("Resource")}>
        <Input
          name="resource"
          mono
          defaultValue={question.resource}
          placeholder="deployments.apps"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <Field name="name" label={t("Name")} optional>
        <Input name="name" mono defaultValue={question.name} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Field>
    </QueryForm>
  );
}
