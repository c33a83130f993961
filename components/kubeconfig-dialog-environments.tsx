"use client";

import { useState } from "react";
import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import { labelsToText } from "#lib/environment-settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import { stepNames } from "./environment-fix.ts";
import { EnvironmentState } from "./environment-state.tsx";
import { rightsInWords } from "./rights-in-words.ts";
import { Callout } from "./ui/callout.tsx";
import { TickBox } from "./ui/checkbox.tsx";
import { classNames } from "./ui/class-names.ts";
import { rich } from "./ui/rich.ts";
import { SearchField } from "./ui/search-field.tsx";
import { VirtualList } from "./ui/virtual-list.tsx";

/** Which environments: search, tick, tick all that match. What is hidden by the search stays ticked. */
export function KubeconfigEnvironments({
  environments,
  selected,
  onChange,
  error,
}: {
  environments: readonly ReachableEnvironmentView[];
  selected: ReadonlySet<number>;
  onChange: (selected: ReadonlySet<number>) => void;
  error: string | undefined;
}) {
  const [query, setQuery] = useState("");
  const text = query.trim().toLowerCase();
  const matching = environments.filter(({ name, labels }) => `${name}\n${labelsToText(labels)}`.toLowerCase().includes(text));
  const ticked = matching.filter(({ id }) => selected.has(id)).length;
  const set = (ids: readonly number[], on: boolean) => {
    const next = new Set(selected);
    for (const id of ids) on ? next.add(id) : next.delete(id);
    onChange(next);
  };
  return (
    <fieldset className="flex min-h-0 flex-1 flex-col gap-2">
      <legend className="sr-only">{t("Environments in the file")}</legend>
      <SearchField label={t("Search environments")} value={query} onChange={setQuery} />
      {error !== undefined && (
        <p role="alert" className="text-bad">
          {error}
        </p>
      )}
      <div className="flex min-h-0 flex-1 flex-col overflow-clip rounded-surface border border-line">
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the tick box inside brings the input. */}
        <label className="flex min-h-10 items-center gap-3 border-line border-b bg-sunken px-3">
          <TickBox
            checked={matching.length > 0 && ticked === matching.length}
            indeterminate={ticked > 0 && ticked < matching.length}
            onChange={(on) =>
              set(
                matching.map(({ id }) => id),
                on,
              )
            }
          />
          <span>{text === "" ? t("All {count}", { count: environments.length }) : t("All {count} that match", { count: matching.length })}</span>
          <span className="ml-auto text-ink-soft text-small tabular-nums">{t("{count} ticked", { count: selected.size })}</span>
        </label>
        {matching.length === 0 ? (
          <p className="px-3 py-6 text-center text-ink-soft">{t("No environment matches “{query}”.", { query })}</p>
        ) : (
          // Anew for each search: from its top.
          <VirtualList
            key={text}
            label={t("Environments")}
            items={matching}
            keyOf={({ id }) => id}
            className="min-h-0 flex-1 max-panes:max-h-[calc(100dvh-20rem)]"
          >
            {(environment) => (
              // biome-ignore lint/a11y/noLabelWithoutControl: the tick box inside brings the input.
              <label className={classNames("flex min-h-11 items-center gap-3 px-3 py-1.5", selected.has(environment.id) ? "bg-wash" : "hover:bg-sunken/60")}>
                <TickBox checked={selected.has(environment.id)} onChange={(on) => set([environment.id], on)} />
                <span className="flex min-w-0 flex-1 flex-col">
                  <span className="font-mono [overflow-wrap:anywhere]">{environment.name}</span>
                  <span className="text-ink-soft text-small [overflow-wrap:anywhere]">{rightsInWords(environment.rights)}</span>
                </span>
                <EnvironmentState environment={environment} quietWhenReady />
              </label>
            )}
          </VirtualList>
        )}
      </div>
      <Unreachable environments={environments.filter(({ id, health }) => selected.has(id) && health.state === "down")} />
    </fieldset>
  );
}

const namedMax = 3;

/** What is down may be in a file all the same: it works once the environment is back. */
function Unreachable({ environments }: { environments: readonly ReachableEnvironmentView[] }) {
  if (environments.length === 0) return null;
  return (
    <Callout tone="warn" role="status" className="max-h-36 overflow-y-auto">
      <ul>
        {environments.slice(0, namedMax).map(({ id, name, health }) => (
          <li key={id}>
            {rich("{name} does not answer now. It failed at: {step}.", {
              name: <span className="font-mono">{name}</span>,
              step: health.step === null ? t("an unknown step") : stepNames[health.step],
            })}
          </li>
        ))}
        {environments.length > namedMax && <li>{t("and {count} more do not answer now.", { count: environments.length - namedMax })}</li>}
      </ul>
      <p>{t("You can have the file all the same: it works there once the environment is back.")}</p>
    </Callout>
  );
}
