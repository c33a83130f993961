"use client";

import { Radio } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { AuditEventView, AuditFilter } from "#lib/audit/schema.ts";
import { t, tn } from "#lib/texts/index.ts";
import { auditAddress } from "./audit-address.ts";
import { AuditExportMenu } from "./audit-export-menu.tsx";
import { type AuditSuggestions, AuditFilter as FilterForm } from "./audit-filter.tsx";
import { AuditTable } from "./audit-table.tsx";
import { type FollowState, useFollowedAudit } from "./follow-audit.ts";
import { useHeldStill } from "./held-still.ts";
import { Button, ButtonLink } from "./ui/button.tsx";
import { EmptyState } from "./ui/empty-state.tsx";
import { PageHead } from "./ui/page-head.tsx";
import { Surface } from "./ui/table.tsx";

/** More would make the page slow; older ones are a page away. */
const shownMax = 500;

/** The audit: filter, list, live tail, export. */
export function AuditList({
  filter,
  suggestions,
  events,
  next,
  position,
}: {
  filter: AuditFilter;
  suggestions: AuditSuggestions;
  events: readonly AuditEventView[];
  /** Where the next page begins; null on the last. */
  next: string | null;
  /** Where the live tail begins. */
  position: number;
}) {
  const { before, ...shown } = filter;
  const [live, setLive] = useState(false);
  const { held, listProps, topRef } = useHeldStill();
  const { fresh, waiting, skipped, add, show } = useArrivals(held);
  const state = useFollowedAudit({ live, filter: shown, position, onEvents: add });
  const all = useMemo(() => {
    const known = new Set(fresh.map(({ id }) => id));
    return [...fresh, ...events.filter(({ id }) => !known.has(id))].slice(0, shownMax);
  }, [fresh, events]);
  const last = all.length === shownMax ? (all.at(-1)?.id ?? null) : next;
  return (
    <>
      <PageHead
        title={t("Audit")}
        action={
          <>
            {before === undefined && (
              <Button aria-pressed={live} onClick={() => setLive(!live)} className={live ? "border-accent bg-wash text-accent" : ""}>
                <Radio className="size-4" aria-hidden="true" />
                {t("Live")}
              </Button>
            )}
            <AuditExportMenu filter={shown} />
          </>
        }
      >
        {t("Every sign-in, change and request, newest first.")}
      </PageHead>
      <FilterForm filter={shown} suggestions={suggestions} />
      <div ref={topRef} />
      {live && <LiveBar state={state} waiting={waiting} skipped={skipped} onShow={show} />}
      <div {...listProps}>{all.length > 0 ? <AuditTable events={all} /> : <NoEvents filter={filter} live={live} />}</div>
      <nav aria-label={t("Pages of events")} className="flex justify-end gap-2 pt-4">
        {before !== undefined && <ButtonLink href={auditAddress(shown)}>{t("Newest")}</ButtonLink>}
        {last !== null && <ButtonLink href={auditAddress({ ...shown, before: last })}>{t("Older")}</ButtonLink>}
      </nav>
    </>
  );
}

/** What has come since the page was made: shown, or waiting while the list must not move. */
function useArrivals(held: boolean) {
  const [fresh, setFresh] = useState<AuditEventView[]>([]);
  const [waiting, setWaiting] = useState<AuditEventView[]>([]);
  const [skipped, setSkipped] = useState(0);
  const add = useCallback((events: AuditEventView[], missed: number) => {
    setWaiting((before) => [...events, ...before].slice(0, shownMax));
    setSkipped((before) => before + missed);
  }, []);
  const show = useCallback(() => {
    setFresh((before) => [...waiting, ...before].slice(0, shownMax));
    setWaiting([]);
    window.scrollTo({ top: 0 });
  }, [waiting]);
  useEffect(() => {
    if (held || waiting.length === 0) return;
    setFresh((before) => [...waiting, ...before].slice(0, shownMax));
    setWaiting([]);
  }, [held, waiting]);
  return { fresh, waiting: waiting.length, skipped, add, show };
}

const stateWords: Record<Exclude<FollowState, "off">, string> = {
  on: t("New events appear here as they happen."),
  away: t("Paused while you are away."),
  lost: t("No answer from Drawbridge; trying again."),
  ended: t("Your session has ended. Sign in again to go on."),
};

function LiveBar({ state, waiting, skipped, onShow }: { state: FollowState; waiting: number; skipped: number; onShow: () => void }) {
  return (
    <div className="sticky top-12 z-10 flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 bg-paper py-1.5">
      <p role="status" className="text-ink-soft">
        {state !== "off" && stateWords[state]}
        {skipped > 0 &&
          ` ${tn(skipped, "{count} came too fast to be looked at: reload, or filter.", "{count} came too fast to be looked at: reload, or filter.")}`}
      </p>
      {waiting > 0 && (
        <Button size="small" onClick={onShow}>
          {waiting === shownMax ? t("Show {count} or more new", { count: shownMax }) : tn(waiting, "Show {count} new", "Show {count} new")}
        </Button>
      )}
    </div>
  );
}

function NoEvents({ filter: { before, ...filter }, live }: { filter: AuditFilter; live: boolean }) {
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const [title, action] = isFiltered
    ? ([
        t("No event matches"),
        <ButtonLink key="clear" href="/admin/audit">
          {t("Clear filters")}
        </ButtonLink>,
      ] as const)
    : before !== undefined
      ? ([
          t("There is no older event"),
          <ButtonLink key="newest" href="/admin/audit">
            {t("Show the newest")}
          </ButtonLink>,
        ] as const)
      : ([t("Nothing has happened yet"), undefined] as const);
  return (
    <Surface>
      <EmptyState title={title} action={action}>
        {live && t("What matches from now on appears here.")}
      </EmptyState>
    </Surface>
  );
}
