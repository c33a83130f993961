"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useTransition } from "react";
import type { KubeconfigFilter as Filter } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import { kubeconfigColumns, kubeconfigTable } from "./kubeconfig-columns.ts";
import { ButtonLink } from "./ui/button.tsx";
import { ColumnsMenu } from "./ui/columns-menu.tsx";
import { Combobox } from "./ui/combobox.tsx";
import { Field } from "./ui/field.tsx";
import { Select } from "./ui/select.tsx";
import { ViewsMenu } from "./ui/views-menu.tsx";

const states = [
  { value: "", label: t("All") },
  { value: "active", label: t("Active") },
  { value: "expiring", label: t("Expiring"), detail: t("In less than 7 days") },
  { value: "stale", label: t("Stale"), detail: t("Unused for more than 30 days") },
  { value: "expired", label: t("Expired") },
  { value: "revoked", label: t("Ended"), detail: t("Revoked, or ended by a rule") },
];

export interface FilterChoices {
  users: readonly string[];
  teams: readonly { id: string; name: string }[];
  environments: readonly { id: number; name: string }[];
}

/** Puts the filter into the page's address, so that it can be sent on and survives a reload. Each choice is in force at once. */
export function KubeconfigFilter({ path, filter, choices }: { path: string; filter: Omit<Filter, "before">; choices?: FilterChoices }) {
  const router = useRouter();
  const params = useSearchParams();
  const [pending, startTransition] = useTransition();
  const choose = (name: keyof Filter) => (value: string | null) => {
    const query = new URLSearchParams(params);
    query.delete("before");
    if (value) query.set(name, value);
    else query.delete(name);
    startTransition(() => router.push(query.size === 0 ? path : `${path}?${query}`));
  };
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const everyone = choices !== undefined;
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-3 pb-4">
      <search
        // Uncontrolled fields: another address is another form.
        key={JSON.stringify(filter)}
        aria-busy={pending}
        className="grid flex-1 grid-cols-2 items-end gap-3 sm:grid-cols-[repeat(auto-fill,minmax(11rem,1fr))]"
      >
        <Field label={t("State")}>
          <Select placeholder={t("All")} options={states} defaultValue={filter.state ?? ""} onChange={choose("state")} />
        </Field>
        {choices && (
          <>
            <Field label={t("User")}>
              <Combobox
                mono
                placeholder={t("All")}
                empty={t("Nobody has this login.")}
                options={choices.users.map((login) => ({ value: login, label: login }))}
                {...(filter.user === undefined ? {} : { defaultValue: filter.user })}
                onChange={choose("user")}
              />
            </Field>
            <Field label={t("Team")}>
              <Combobox
                placeholder={t("All")}
                empty={t("There is no such team.")}
                options={choices.teams.map(({ id, name }) => ({ value: id, label: name }))}
                {...(filter.team === undefined ? {} : { defaultValue: filter.team })}
                onChange={choose("team")}
              />
            </Field>
            <Field label={t("Environment")}>
              <Combobox
                mono
                placeholder={t("All")}
                empty={t("There is no such environment.")}
                options={choices.environments.map(({ id, name }) => ({ value: String(id), label: name }))}
                {...(filter.environment === undefined ? {} : { defaultValue: String(filter.environment) })}
                onChange={choose("environment")}
              />
            </Field>
          </>
        )}
        {isFiltered && (
          <span>
            <ButtonLink href={path} tone="quiet">
              {t("Clear filters")}
            </ButtonLink>
          </span>
        )}
      </search>
      <div className="flex">
        <ViewsMenu table={kubeconfigTable(everyone)} />
        <ColumnsMenu table={kubeconfigTable(everyone)} columns={kubeconfigColumns(everyone)} />
      </div>
    </div>
  );
}
