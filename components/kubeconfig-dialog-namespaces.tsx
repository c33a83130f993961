"use client";

import { useId, useState } from "react";
import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import { t } from "#lib/texts/index.ts";
import { knownNamespaces, namespaceError, namespacesInWords, shownNamespace, type TypedNamespaces } from "./kubeconfig-namespaces.ts";
import { Button } from "./ui/button.tsx";
import { Field } from "./ui/field.tsx";
import { Input } from "./ui/input.tsx";
import { SearchField } from "./ui/search-field.tsx";

interface NamespacesProps {
  /** Those ticked, by name. */
  environments: readonly ReachableEnvironmentView[];
  typed: TypedNamespaces;
  onChange: (typed: TypedNamespaces) => void;
}

const openMax = 3;
const searchedFrom = 12;
const shownMax = 40;

/** Where kubectl looks when it is told no namespace, for each ticked environment: one field, a few, or a list that is folded away. */
export function NamespaceFields({ environments, typed, onChange }: NamespacesProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [query, setQuery] = useState("");
  const listId = useId();
  const type = (id: number, text: string) => onChange(new Map(typed).set(id, text));
  const [only] = environments;
  if (only === undefined) return null;
  if (environments.length === 1) {
    return (
      <NamespaceField
        environment={only}
        label={t("Namespace")}
        typed={typed}
        onType={type}
        hint={t("Where kubectl looks when you name none. Empty is “default”.")}
      />
    );
  }
  const isWrong = (environment: ReachableEnvironmentView) => namespaceError(shownNamespace(environment, typed)) !== undefined;
  const unfolded = isOpen || environments.length <= openMax || environments.some(isWrong);
  // What is wrong is always there to be mended.
  const found = environments.filter((environment) => environment.name.toLowerCase().includes(query.trim().toLowerCase()) || isWrong(environment));
  return (
    <section aria-label={t("Namespaces")} className="flex flex-col gap-2">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="font-medium">{t("Namespaces")}</p>
          <p className="text-ink-soft text-small [overflow-wrap:anywhere]">
            {unfolded ? t("Where kubectl looks when you name none. Empty is “default”.") : namespacesInWords(environments, typed)}
          </p>
        </div>
        {environments.length > openMax && (
          <Button size="small" aria-expanded={unfolded} aria-controls={listId} onClick={() => setIsOpen(!unfolded)}>
            {unfolded ? t("Fold") : t("Change")}
          </Button>
        )}
      </div>
      {unfolded && (
        <div id={listId} className="flex flex-col gap-2">
          {environments.length > searchedFrom && <SearchField label={t("Search ticked environments")} value={query} onChange={setQuery} />}
          <ul className="-mx-1 flex max-h-72 flex-col gap-2 overflow-y-auto overscroll-contain px-1 py-0.5">
            {found.slice(0, shownMax).map((environment) => (
              <li key={environment.id} className="grid items-start gap-x-3 gap-y-1 sm:grid-cols-2">
                <span aria-hidden="true" className="min-w-0 font-mono sm:py-2 [overflow-wrap:anywhere]">
                  {environment.name}
                </span>
                <NamespaceField
                  environment={environment}
                  label={t("Namespace in {name}", { name: environment.name })}
                  labelHidden
                  typed={typed}
                  onType={type}
                />
              </li>
            ))}
          </ul>
          {found.length > shownMax && <p className="text-ink-soft text-small">{t("{count} more: search for them.", { count: found.length - shownMax })}</p>}
          {found.length === 0 && <p className="text-ink-soft">{t("No ticked environment matches “{query}”.", { query })}</p>}
        </div>
      )}
    </section>
  );
}

function NamespaceField({
  environment,
  label,
  labelHidden = false,
  hint,
  typed,
  onType,
}: {
  environment: ReachableEnvironmentView;
  label: string;
  labelHidden?: boolean;
  hint?: string;
  typed: TypedNamespaces;
  onType: (id: number, text: string) => void;
}) {
  const list = useId();
  const text = shownNamespace(environment, typed);
  const known = knownNamespaces(environment);
  return (
    <Field label={label} labelHidden={labelHidden} error={namespaceError(text)} {...(hint === undefined ? {} : { hint })}>
      <Input
        mono
        value={text}
        onChange={(event) => onType(environment.id, event.target.value)}
        placeholder="default"
        {...(known.length === 0 ? {} : { list })}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      {known.length > 0 && (
        <datalist id={list}>
          {known.map((namespace) => (
            <option key={namespace} value={namespace} />
          ))}
        </datalist>
      )}
    </Field>
  );
}
