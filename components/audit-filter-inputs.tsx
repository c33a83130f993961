"use client";

import { type ComponentProps, useId, useState } from "react";
import { type AuditFilter, auditActions } from "#lib/audit/schema.ts";
import { t } from "#lib/texts/index.ts";
import type { AuditSuggestions } from "./audit-filter.tsx";
import { auditFieldLabels, auditPeriodLabels, auditResultOptions, auditVerbs } from "./audit-filter-fields.ts";
import { Field } from "./ui/field.tsx";
import { Input } from "./ui/input.tsx";
import { Select } from "./ui/select.tsx";
import { localInput } from "./ui/time-format.ts";

const all = { value: "", label: t("All") };
const kinds = [...new Set(auditActions.map((action) => action.split(".")[0] ?? action))];

/** Who, where, when, and how it ended. */
export function AuditFilterUsual({ filter, suggestions, timeZone }: { filter: AuditFilter; suggestions: AuditSuggestions; timeZone: string }) {
  const { environments } = suggestions;
  const options = environments.map(({ id, name }) => ({ value: String(id), label: name }));
  const chosen = filter.environment === undefined ? "" : String(filter.environment);
  // One that was removed still has its events.
  const gone = chosen === "" || options.some(({ value }) => value === chosen) ? [] : [{ value: chosen, label: t("no. {chosen}", { chosen }) }];
  return (
    <>
      <TextField name="person" placeholder="login" filter={filter} suggestions={suggestions.people} />
      <Field name="environment" label={auditFieldLabels.environment}>
        <Select placeholder={t("All")} name="environment" options={[all, ...options, ...gone]} defaultValue={chosen} />
      </Field>
      <TimeFields filter={filter} timeZone={timeZone} />
      <Field name="result" label={auditFieldLabels.result}>
        <Select placeholder={t("All")} name="result" options={[all, ...auditResultOptions]} defaultValue={filter.result ?? ""} />
      </Field>
    </>
  );
}

export function AuditFilterMore({ filter }: { filter: AuditFilter }) {
  return (
    <>
      <Field name="action" label={auditFieldLabels.action}>
        <Select
          placeholder={t("All")}
          name="action"
          options={[
            all,
            ...kinds.map((kind) => ({ value: kind, label: t("{kind}: all", { kind }) })),
            ...auditActions.map((action) => ({ value: action, label: action })),
          ]}
          defaultValue={filter.action ?? ""}
        />
      </Field>
      <TextField name="verb" placeholder="get, list, create…" filter={filter} suggestions={auditVerbs} />
      <TextField name="resource" placeholder="pods, pods/exec" filter={filter} suggestions={resources} />
      <TextField name="namespace" placeholder="default" filter={filter} />
      <TextField name="kubeconfig" placeholder="" filter={filter} />
      <TextField name="address" placeholder="10.0.0.1" filter={filter} />
      <TextField name="auditID" placeholder="" filter={filter} />
    </>
  );
}

const resources = [
  ...["pods", "pods/exec", "pods/log", "pods/portforward", "deployments", "services", "configmaps", "secrets", "namespaces", "nodes", "events"],
  ...["jobs", "cronjobs", "statefulsets", "daemonsets", "replicasets", "ingresses", "persistentvolumeclaims", "serviceaccounts", "roles", "rolebindings"],
];

function TimeFields({ filter, timeZone }: { filter: AuditFilter; timeZone: string }) {
  const isBetween = filter.from !== undefined || filter.until !== undefined;
  const [choice, setChoice] = useState<string>(isBetween ? "between" : (filter.period ?? ""));
  const periods = Object.entries(auditPeriodLabels).map(([value, label]) => ({ value, label }));
  return (
    <>
      <Field label={auditFieldLabels.period}>
        <Select
          options={[{ value: "", label: t("Any time") }, ...periods, { value: "between", label: t("Between…") }]}
          placeholder={t("Any time")}
          value={choice}
          onChange={setChoice}
        />
      </Field>
      {choice === "between" ? (
        <>
          <MomentField name="from" at={filter.from} timeZone={timeZone} />
          <MomentField name="until" at={filter.until} timeZone={timeZone} />
        </>
      ) : (
        <input type="hidden" name="period" value={choice} />
      )}
    </>
  );
}

function MomentField({ name, at, timeZone }: { name: "from" | "until"; at: string | undefined; timeZone: string }) {
  return (
    <Field name={name} label={auditFieldLabels[name]}>
      <Input type="datetime-local" name={name} defaultValue={at === undefined ? "" : localInput(new Date(at), timeZone)} />
    </Field>
  );
}

function TextField({
  name,
  filter,
  suggestions = [],
  ...props
}: { name: "person" | "verb" | "resource" | "namespace" | "kubeconfig" | "address" | "auditID"; filter: AuditFilter; suggestions?: readonly string[] } & Pick<
  ComponentProps<"input">,
  "placeholder"
>) {
  const list = useId();
  return (
    <Field name={name} label={auditFieldLabels[name]}>
      <Input
        {...props}
        name={name}
        mono
        defaultValue={filter[name] ?? ""}
        {...(suggestions.length === 0 ? {} : { list })}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      {suggestions.length > 0 && (
        <datalist id={list}>
          {suggestions.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
    </Field>
  );
}
