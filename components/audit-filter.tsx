"use client";

import { useRouter } from "next/navigation";
import { type SyntheticEvent, useTransition } from "react";
import { auditActions, type AuditFilter as Filter } from "#lib/audit/schema.ts";
import { Button, ButtonLink } from "./ui/button.tsx";
import { Field } from "./ui/field.tsx";
import { Input } from "./ui/input.tsx";
import { Select } from "./ui/select.tsx";

const everything = { value: "", label: "All" };
const results = [
  everything,
  { value: "ok", label: "Done", detail: "Below 400" },
  { value: "refused", label: "Refused", detail: "400 to 499" },
  { value: "failed", label: "Failed", detail: "500 and above" },
];

/** Puts the filter into the page's address, so that it can be sent on and survives a reload. */
export function AuditFilter({ filter, environments }: { filter: Filter; environments: readonly { id: number; name: string }[] }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const apply = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget)) if (typeof value === "string" && value.trim() !== "") query.set(name, value.trim());
    startTransition(() => router.push(query.size === 0 ? "/admin/audit" : `/admin/audit?${query}`));
  };
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <search>
      <form
        // Uncontrolled fields: another address is another form.
        key={JSON.stringify(filter)}
        onSubmit={apply}
        className="grid grid-cols-2 items-end gap-3 pb-4 sm:grid-cols-4"
      >
        <Field name="person" label="Person">
          <Input name="person" mono defaultValue={filter.person ?? ""} placeholder="login" autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Field>
        <Field name="environment" label="Environment">
          <Select
            placeholder="All"
            name="environment"
            options={[everything, ...environments.map(({ id, name }) => ({ value: String(id), label: name }))]}
            defaultValue={filter.environment === undefined ? "" : String(filter.environment)}
          />
        </Field>
        <Field name="action" label="Event">
          <Select
            placeholder="All"
            name="action"
            options={[everything, ...auditActions.map((action) => ({ value: action, label: action }))]}
            defaultValue={filter.action ?? ""}
          />
        </Field>
        <Field name="result" label="Result">
          <Select placeholder="All" name="result" options={results} defaultValue={filter.result ?? ""} />
        </Field>
        <Field name="verb" label="Verb">
          <Input
            name="verb"
            mono
            defaultValue={filter.verb ?? ""}
            placeholder="get, list, create…"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
        <Field name="resource" label="Resource">
          <Input name="resource" mono defaultValue={filter.resource ?? ""} placeholder="pods" autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Field>
        <Field name="kubeconfig" label="Kubeconfig id">
          <Input name="kubeconfig" mono defaultValue={filter.kubeconfig ?? ""} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Field>
        <div className="flex gap-2">
          <Button type="submit" pending={pending} className="flex-1">
            Filter
          </Button>
          {isFiltered && (
            <ButtonLink href="/admin/audit" tone="quiet">
              Clear
            </ButtonLink>
          )}
        </div>
      </form>
    </search>
  );
}
