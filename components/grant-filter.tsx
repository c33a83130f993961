import type { GrantFilter as Filter, GrantChoiceView } from "#lib/access/schema.ts";
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
        label="Filter of grants"
        submit="Filter"
        after={
          isFiltered && (
            <ButtonLink href="/admin/access" tone="quiet">
              Clear filters
            </ButtonLink>
          )
        }
      >
        <Field name="person" label="Person">
          <Combobox name="person" mono options={people} defaultValue={person} placeholder="Anyone" empty="No such user." />
        </Field>
        <Field name="team" label="Team">
          <Combobox name="team" mono options={teams} defaultValue={team} placeholder="Any" empty="No such team." />
        </Field>
        <Field name="environment" label="Environment">
          <Combobox
            name="environment"
            mono
            options={environments.map(({ id, name }) => ({ value: String(id), label: name }))}
            defaultValue={String(environment ?? "")}
            placeholder="Any"
            empty="No such environment."
          />
        </Field>
        <Field name="role" label="Role">
          <Combobox
            name="role"
            mono
            options={roles.map((name) => ({ value: name, label: name }))}
            defaultValue={role}
            placeholder="Any"
            empty="No such role."
          />
        </Field>
      </QueryForm>
    </div>
  );
}
