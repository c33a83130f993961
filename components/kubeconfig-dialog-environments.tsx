"use client";

import { useState } from "react";
import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import { EnvironmentState } from "./environment-state.tsx";
import { rightsInWords } from "./rights-in-words.ts";
import { TickBox } from "./ui/checkbox.tsx";
import { classNames } from "./ui/class-names.ts";
import { ShowMore, useGrowingList } from "./ui/growing-list.tsx";
import { SearchField } from "./ui/search-field.tsx";

/** Which environments: search, tick, tick all that match. What is hidden by the search stays ticked. */
export function KubeconfigEnvironments({
  environments,
  selected,
  onChange,
  locked,
  error,
}: {
  environments: readonly ReachableEnvironmentView[];
  selected: ReadonlySet<number>;
  onChange: (selected: ReadonlySet<number>) => void;
  /** The file is made: the ticks only tell what is in it. */
  locked: boolean;
  error: string | undefined;
}) {
  const [query, setQuery] = useState("");
  const text = query.trim().toLowerCase();
  const matching = environments.filter(({ name, id }) => (locked ? selected.has(id) : name.toLowerCase().includes(text)));
  const { shown, hiddenCount, showMore } = useGrowingList(matching);
  const ticked = matching.filter(({ id }) => selected.has(id)).length;
  const set = (ids: readonly number[], on: boolean) => {
    const next = new Set(selected);
    for (const id of ids) on ? next.add(id) : next.delete(id);
    onChange(next);
  };
  return (
    <fieldset disabled={locked} className="flex min-h-0 flex-1 flex-col gap-2">
      <legend className="sr-only">Environments in the file</legend>
      {!locked && <SearchField label="Search environments" value={query} onChange={setQuery} />}
      {error !== undefined && (
        <p role="alert" className="text-bad">
          {error}
        </p>
      )}
      <div className="flex min-h-0 flex-1 flex-col overflow-clip rounded-surface border border-line">
        {!locked && (
          // biome-ignore lint/a11y/noLabelWithoutControl: the tick box inside brings the input.
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
            <span>{text === "" ? `All ${environments.length}` : `All ${matching.length} that match`}</span>
            <span className="ml-auto text-ink-soft text-small tabular-nums">{selected.size} ticked</span>
          </label>
        )}
        {matching.length === 0 ? (
          <p className="px-3 py-6 text-center text-ink-soft">No environment matches “{query}”.</p>
        ) : (
          <ul className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
            {shown.map((environment) => (
              <li key={environment.id} className="border-line border-b last:border-b-0">
                {/* biome-ignore lint/a11y/noLabelWithoutControl: the tick box inside brings the input. */}
                <label className={classNames("flex min-h-11 items-center gap-3 px-3 py-1.5", selected.has(environment.id) ? "bg-wash" : "hover:bg-sunken/60")}>
                  {!locked && <TickBox checked={selected.has(environment.id)} onChange={(on) => set([environment.id], on)} />}
                  <span className="flex min-w-0 flex-1 flex-col">
                    <span className="font-mono [overflow-wrap:anywhere]">{environment.name}</span>
                    <span className="text-ink-soft text-small [overflow-wrap:anywhere]">{rightsInWords(environment.rights)}</span>
                  </span>
                  <EnvironmentState environment={environment} quietWhenReady />
                </label>
              </li>
            ))}
            <li>
              <ShowMore hiddenCount={hiddenCount} showMore={showMore} />
            </li>
          </ul>
        )}
      </div>
    </fieldset>
  );
}
