import type { GrantFilter as Filter, GrantChoiceView } from "#lib/access/schema.ts";
import { t } from "#lib/texts/index.ts";
import { QueryForm } from "./query-form.tsx";
import { ButtonLink } from "./ui/button.tsx";
import { Combobox } from "./ui/combobox.tsx";
import { Field } from "./ui/field.tsx";
import type { Option } from "./ui/select.tsx";

interface Props {
  filter: Filter;
  people: readonly Option[];
  teams: readonly Option[];
  environments: readonly GrantChoiceView[];
}

/** Whose grants, where and of what, in the page's address. */
export function GrantFilter({ filter, people, teams, environments }: Props) {
  const { person = "", team = "", environment, role = "" } = filter;
  const roles = [...new Set([role, ...environments.flatMap(({ clusterRoles }) => clusterRoles)])].filter(Boolean).sort();
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <div className="pb-4">
      {/* Uncontrolled fields: another address is another form. */}
      <QueryForm
        key={JSON.stringify(filter)}
        path="/admin/access"
        label={t("Filter of grants")}
        submit={t("Filter")}
        after={
          isFiltered && (
            <ButtonLink href="/admin/access" tone="quiet">
              {t("Clear filters")}
            </ButtonLink>
          )
        }
      >
        <Field name="person" label={t("Person")}>
          <Combobox name="person" mono options={people} defaultValue={person} placeholder={t("Anyone")} empty={t("No such user.")} />
        </Field>
        <Field name="team" label={t("Team")}>
          <Combobox name="team" mono options={teams} defaultValue={team} placeholder={t("Any")} empty={t("No such team.")} />
        </Field>
        <Field name="environment" label={t("Environment")}>
          <Combobox
            name="environment"
            mono
            options={environments.map(({ id, name }) => ({ value: String(id), label: name }))}
            defaultValue={String(environment ?? "")}
            placeholder={t("Any")}
            empty={t("No such environment.")}
          />
        </Field>
        <Field name="role" label={t("Role")}>
          <Combobox
            name="role"
            mono
            options={roles.map((name) => ({ value: name, label: name }))}
            defaultValue={role}
            placeholder={t("Any")}
            empty={t("No such role.")}
          />
        </Field>
      </QueryForm>
    </div>
  );
}
