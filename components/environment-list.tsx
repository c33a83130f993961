"use client";

import { useCallback, useDeferredValue, useMemo, useRef, useState } from "react";
import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import type { LiveKubeconfigView } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import { findRows, groupRows, type HomeRow, homeRow, labelChoices, sortRows } from "./environment-arrangement.ts";
import type { EnvironmentRowActions } from "./environment-row.tsx";
import { EnvironmentTable } from "./environment-table.tsx";
import { EnvironmentToolbar } from "./environment-toolbar.tsx";
import type { HomeQuery } from "./home-query.ts";
import type { PreviewAction } from "./issue-kubeconfig.ts";
import type { RenewSettings } from "./kubeconfig-renew.tsx";
import { KubeconfigDialog, prepareKubeconfigDialog, RenewDialog } from "./later-dialogs.tsx";
import { shownHealth } from "./shown-health.ts";
import { useAddressAsk } from "./ui/address-ask.ts";
import { Button } from "./ui/button.tsx";
import { useClock } from "./ui/clock.tsx";
import { EmptyState } from "./ui/empty-state.tsx";
import { PageHead } from "./ui/page-head.tsx";
import { SelectionBar } from "./ui/selection-bar.tsx";
import { Surface } from "./ui/table.tsx";
import { pressedSort, type TableColumn } from "./ui/table-sort.ts";
import { useHomeQuery } from "./use-home-query.ts";
import { useLiveHealth } from "./use-live-health.ts";
import { type FindKubeconfigAction, useRenewal } from "./use-renewal.ts";

/** Home: the environments that a person may reach, and the way to a file for them. What is asked of it stands in the address. */
export function EnvironmentList({
  environments: fromPage,
  madeAt,
  revision,
  settings,
  files,
  preview,
  find,
  isAdmin,
  lacking,
}: {
  environments: readonly ReachableEnvironmentView[];
  /** When the page was made, and of which revision of the database. */
  madeAt: string;
  revision: number;
  settings: RenewSettings;
  /** Of this person, those that work. */
  files: readonly LiveKubeconfigView[];
  preview: PreviewAction;
  find: FindKubeconfigAction;
  isAdmin: boolean;
  /** Why there is none, when there is none. */
  lacking: "grant" | "environment";
}) {
  const isUnsettled = fromPage.some(({ applying }) => applying);
  const environments = useLiveHealth(fromPage, { at: madeAt, revision, refreshMs: isUnsettled ? 2_000 : 15_000 });
  const rows = useHomeRows(environments, madeAt);
  const choices = useMemo(() => labelChoices(rows), [rows]);
  const { query, ask } = useHomeQuery(known(environments, choices));
  const shown = useArrangement(rows, query);
  const { actions, asked, setAsked, stopAsking, usable } = useRowActions(environments, query, ask);
  const renewal = useRenewal(find);

  const ticked = usable.filter(({ id }) => query.ticked.has(id)).map(({ id }) => id);
  const askForTicked = () => setAsked(ticked.length > 0 ? ticked : usable.map(({ id }) => id));
  const sortBy = (column: TableColumn<HomeRow>) => ask({ sort: pressedSort(query.sort, column) });

  return (
    <>
      <PageHead
        title={t("Environments")}
        action={
          <Button
            tone="primary"
            shortcut="c"
            onClick={askForTicked}
            onPointerEnter={prepareKubeconfigDialog}
            onFocus={prepareKubeconfigDialog}
            disabledReason={usable.length > 0 ? null : whyNothing(environments.length > 0 ? "disabled" : lacking, isAdmin)}
          >
            {t("Kubeconfig")}
            {ticked.length > 0 && <span className="rounded-full bg-on-accent/20 px-1.5 text-small tabular-nums">{ticked.length}</span>}
          </Button>
        }
      >
        {t("The clusters you can reach, and what you may do there.")}
      </PageHead>
      {environments.length > 0 && (
        <>
          <EnvironmentToolbar query={query} ask={ask} choices={choices} />
          <Surface>
            {shown.rows.length === 0 ? (
              <EmptyState
                title={query.q.trim() === "" ? t("No environment matches these filters") : t("No environment matches “{q}”", { q: query.q.trim() })}
                action={<Button onClick={() => ask({ q: "", labels: [], health: null })}>{hasFilters(query) ? t("Clear filters") : t("Clear search")}</Button>}
              />
            ) : (
              <EnvironmentTable rows={shown.rows} groups={shown.groups} query={query} sortBy={sortBy} actions={actions} isAdmin={isAdmin} />
            )}
          </Surface>
          <p role="status" className="sr-only">
            {t("{count} of {environments} environments", { count: shown.rows.length, environments: environments.length })}
          </p>
        </>
      )}
      {ticked.length > 0 && (
        <SelectionBar
          label={t("Ticked environments")}
          text={t("{count} of {usable} ticked", { count: ticked.length, usable: usable.length })}
          onClear={() => ask({ ticked: new Set() })}
        >
          <Button tone="primary" onClick={askForTicked}>
            {t("Get kubeconfig")}
          </Button>
        </SelectionBar>
      )}
      {asked && !renewal.file && (
        <KubeconfigDialog environments={usable} settings={settings} files={files} preview={preview} initialIds={asked} renewal={renewal} onClose={stopAsking} />
      )}
      {renewal.file && (
        <RenewDialog
          file={renewal.file}
          settings={settings}
          onClose={() => {
            renewal.end();
            stopAsking();
          }}
        />
      )}
    </>
  );
}

/** Each environment with what is to be said of its health now. A row that did not change is the same object as before. */
function useHomeRows(environments: readonly ReachableEnvironmentView[], madeAt: string) {
  const now = useClock().now.getTime();
  const [waitingSince] = useState(() => Date.parse(madeAt));
  const before = useRef(new WeakMap<ReachableEnvironmentView, ReturnType<typeof homeRow>>());
  return useMemo(
    () =>
      environments.map((environment) => {
        const health = shownHealth(environment.health, now, waitingSince);
        const known = before.current.get(environment);
        const row = known?.health === health ? known : homeRow(environment, health);
        before.current.set(environment, row);
        return row;
      }),
    [environments, now, waitingSince],
  );
}

function hasFilters({ labels, health }: HomeQuery): boolean {
  return labels.length > 0 || health !== null;
}

function known(environments: readonly ReachableEnvironmentView[], { keys, labels }: ReturnType<typeof labelChoices>) {
  return { ids: new Set(environments.map(({ id }) => id)), keys: new Set(keys), labels: new Set(labels.map(({ label }) => label)) };
}

/** Found, sorted and grouped; a step behind while keys come faster than a thousand rows can be drawn. */
function useArrangement(rows: ReturnType<typeof useHomeRows>, { q, labels, health, sort, group }: HomeQuery) {
  const text = useDeferredValue(q);
  const sorted = useMemo(() => sortRows(rows, sort), [rows, sort]);
  return useMemo(() => {
    const found = findRows(sorted, { q: text, labels, health });
    return { rows: found, groups: group === null ? null : groupRows(found, group) };
  }, [sorted, text, labels, health, group]);
}

function useRowActions(environments: readonly ReachableEnvironmentView[], query: HomeQuery, ask: (change: Partial<HomeQuery>) => void) {
  const [asked, setAsked] = useState<readonly number[] | null>(null);
  // What an administrator has disabled is shown, and cannot be in a file.
  const usable = environments.filter(({ health }) => health.state !== "disabled");
  const forgetAsked = useAddressAsk("connect", (text) => {
    const wanted = new Set(text.split(",", 5000).map(Number));
    const ids = usable.map(({ id }) => id).filter((id) => text === "all" || wanted.has(id));
    if (ids.length > 0) setAsked(ids);
  });
  const latest = useRef(query);
  latest.current = query;
  const tick = useCallback(
    (ids: readonly number[], on: boolean) => {
      const ticked = new Set(latest.current.ticked);
      for (const id of ids) on ? ticked.add(id) : ticked.delete(id);
      ask({ ticked });
    },
    [ask],
  );
  const filter = useCallback((label: string) => ask({ labels: [...new Set([...latest.current.labels, label])] }), [ask]);
  const connect = useCallback((id: number) => setAsked([id]), []);
  const actions: EnvironmentRowActions = useMemo(() => ({ tick, connect, filter }), [tick, connect, filter]);
  const stopAsking = () => {
    setAsked(null);
    forgetAsked();
  };
  return { actions, asked, setAsked, stopAsking, usable };
}

function whyNothing(lacking: "disabled" | "grant" | "environment", isAdmin: boolean): string {
  if (lacking === "environment")
    return isAdmin ? t("There is no environment yet. Add one first.") : t("There is no environment yet. An administrator has to add one first.");
  if (lacking === "disabled")
    return isAdmin
      ? t("Every environment that you can reach is disabled. Enable one under Administer, Environments.")
      : t("Every environment that you can reach is disabled. Ask an administrator to enable it.");
  return isAdmin
    ? t("No environment is granted to you. Grant yourself one under Access.")
    : t("No environment is granted to you. Ask an administrator of Drawbridge.");
}
