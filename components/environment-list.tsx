"use client";

import { useCallback, useDeferredValue, useMemo, useState } from "react";
import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import type { SettingsView } from "#lib/settings/schema.ts";
import { EnvironmentRow } from "./environment-row.tsx";
import type { PreviewAction } from "./issue-kubeconfig.ts";
import { KubeconfigDialog } from "./kubeconfig-dialog.tsx";
import { Button } from "./ui/button.tsx";
import { TickBox } from "./ui/checkbox.tsx";
import { EmptyState } from "./ui/empty-state.tsx";
import { ShowMore, useGrowingList } from "./ui/growing-list.tsx";
import { PageHead } from "./ui/page-head.tsx";
import { SearchField } from "./ui/search-field.tsx";
import { Surface, Table } from "./ui/table.tsx";

/** Home: the environments that a person may reach, and the way to a file for them. `query` comes from the URL and goes back to it. */
export function EnvironmentList({
  environments,
  settings,
  preview,
  query: startQuery,
  isAdmin,
  lacking,
}: {
  environments: readonly ReachableEnvironmentView[];
  settings: SettingsView;
  preview: PreviewAction;
  query: string;
  isAdmin: boolean;
  /** Why there is none, when there is none. */
  lacking: "grant" | "environment";
}) {
  const [query, setQuery] = useState(startQuery);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [asked, setAsked] = useState<readonly number[] | null>(null);
  const text = useDeferredValue(query).trim().toLowerCase();
  const matching = useMemo(() => environments.filter(({ name }) => name.toLowerCase().includes(text)), [environments, text]);
  const { shown, hiddenCount, showMore } = useGrowingList(matching);

  const search = (next: string) => {
    setQuery(next);
    const url = new URL(window.location.href);
    if (next.trim() === "") url.searchParams.delete("q");
    else url.searchParams.set("q", next);
    window.history.replaceState(null, "", url);
  };
  const tick = useCallback(
    (id: number, on: boolean) => setSelected((before) => (on ? new Set(before).add(id) : new Set([...before].filter((other) => other !== id)))),
    [],
  );
  const connect = useCallback((id: number) => setAsked([id]), []);
  // What an administrator has disabled is shown, and cannot be in a file.
  const usable = environments.filter(({ health }) => health.state !== "disabled");
  const usableHere = matching.filter(({ health }) => health.state !== "disabled");
  const ticked = usable.filter(({ id }) => selected.has(id)).map(({ id }) => id);
  const tickedHere = matching.filter(({ id }) => selected.has(id)).length;
  const askForTicked = () => setAsked(ticked.length > 0 ? ticked : usable.map(({ id }) => id));

  return (
    <>
      <PageHead
        title="Environments"
        action={
          <Button
            tone="primary"
            onClick={askForTicked}
            disabledReason={usable.length > 0 ? null : whyNothing(environments.length > 0 ? "disabled" : lacking, isAdmin)}
          >
            Kubeconfig
            {ticked.length > 0 && <span className="rounded-full bg-on-accent/20 px-1.5 text-small tabular-nums">{ticked.length}</span>}
          </Button>
        }
      >
        The clusters you can reach, and what you may do there.
      </PageHead>
      {environments.length > 0 && (
        <>
          <SearchField label="Search environments" value={query} onChange={search} className="mb-3 max-w-sm" />
          <Surface>
            {matching.length === 0 ? (
              <EmptyState title={`No environment matches “${query.trim()}”.`} action={<Button onClick={() => search("")}>Clear the search</Button>} />
            ) : (
              <Table
                label="Environments"
                columns={[
                  {
                    label: (
                      <TickBox
                        label="Tick all"
                        checked={usableHere.length > 0 && tickedHere === usableHere.length}
                        disabled={usableHere.length === 0}
                        indeterminate={tickedHere > 0 && tickedHere < usableHere.length}
                        onChange={(on) =>
                          setSelected((before) => {
                            const here = new Set(usableHere.map(({ id }) => id));
                            return new Set([...[...before].filter((id) => !here.has(id)), ...(on ? here : [])]);
                          })
                        }
                      />
                    ),
                    className: "w-8",
                  },
                  { label: "Name" },
                  { label: "Health" },
                  { label: "Version", className: "max-lg:hidden" },
                  { label: "Your rights" },
                  { label: "Last used", className: "max-lg:hidden" },
                  { label: "Newest file", className: "max-lg:hidden" },
                  { label: "", hiddenLabel: "Connect" },
                ]}
              >
                {shown.map((environment) => (
                  <EnvironmentRow
                    key={environment.id}
                    environment={environment}
                    selected={selected.has(environment.id)}
                    onSelect={tick}
                    onConnect={connect}
                    isAdmin={isAdmin}
                  />
                ))}
              </Table>
            )}
            <ShowMore hiddenCount={hiddenCount} showMore={showMore} />
          </Surface>
        </>
      )}
      {ticked.length > 0 && <SelectionBar count={ticked.length} total={usable.length} onClear={() => setSelected(new Set())} onAsk={askForTicked} />}
      {asked && <KubeconfigDialog environments={usable} settings={settings} preview={preview} initialIds={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function SelectionBar({ count, total, onClear, onAsk }: { count: number; total: number; onClear: () => void; onAsk: () => void }) {
  return (
    <section
      aria-label="Ticked environments"
      className="sticky bottom-4 z-10 mx-auto mt-4 flex w-fit max-w-full items-center gap-2 rounded-surface border border-line bg-surface py-1.5 pr-1.5 pl-4 shadow-float max-sm:bottom-18"
    >
      <p role="status" className="mr-2 tabular-nums">
        {count} of {total} ticked
      </p>
      <Button tone="quiet" onClick={onClear}>
        Clear
      </Button>
      <Button tone="primary" onClick={onAsk}>
        Get kubeconfig
      </Button>
    </section>
  );
}

function whyNothing(lacking: "disabled" | "grant" | "environment", isAdmin: boolean): string {
  if (lacking === "environment")
    return isAdmin ? "There is no environment yet. Add one first." : "There is no environment yet. An administrator has to add one first.";
  if (lacking === "disabled") return "Every environment that you can reach is disabled. An administrator can enable it again.";
  return isAdmin
    ? "No environment is granted to you. Grant yourself one under Access."
    : "No environment is granted to you. Ask an administrator of Drawbridge.";
}
