"use client";

import { useEffect, useState, useTransition } from "react";
import type { ActivityEvent, ActivityPage, ActivityQuery } from "#lib/activity/schema.ts";
import { t } from "#lib/texts/index.ts";
import { timelineDays } from "./timeline-days.ts";
import { TimelineRow } from "./timeline-entry.tsx";
import { Button } from "./ui/button.tsx";
import { useClock } from "./ui/clock.tsx";
import type { FormState } from "./ui/form-state.ts";
import { Spinner } from "./ui/spinner.tsx";
import { formatDay } from "./ui/time-format.ts";

export type ActivityAction = (query: ActivityQuery) => Promise<FormState<ActivityPage>>;

interface TimelineProps {
  of: ActivityQuery["of"];
  read: ActivityAction;
  /** What the page has brought along; without it, it is asked for. */
  first?: ActivityPage;
  /** For administrators: each event leads to its page in the audit. */
  withLinks: boolean;
  empty: string;
}

/** What a person did, or what became of a file, by day, newest first. */
export function Timeline({ of, read, first, withLinks, empty }: TimelineProps) {
  const { timeZone } = useClock();
  const { events, next, problem, pending, more } = usePages({ of, read, first });
  if (events === null) return problem === null ? <Waiting /> : <Problem text={problem} onAgain={more} />;
  if (events.length === 0) return <p className="text-ink-soft">{empty}</p>;
  return (
    <div className="flex flex-col gap-4">
      {timelineDays(events, timeZone).map(({ date, entries }) => (
        <section key={date} aria-label={formatDay(date)}>
          <p aria-hidden="true" className="border-line border-b pb-1 font-medium text-ink-soft text-small">
            {formatDay(date)}
          </p>
          <ol className="flex flex-col pt-1">
            {entries.map((entry) => (
              <TimelineRow key={entry.event.id} entry={entry} withLinks={withLinks} />
            ))}
          </ol>
        </section>
      ))}
      {problem !== null && <Problem text={problem} onAgain={more} />}
      {next !== null && problem === null && (
        <Button size="small" className="self-start" pending={pending} onClick={more}>
          {t("Show older")}
        </Button>
      )}
    </div>
  );
}

/** The pages that were asked for so far. Newer ones that the server sends with a refresh stand before the older that were asked for. */
function usePages({ of, read, first }: Pick<TimelineProps, "of" | "read"> & { first: ActivityPage | undefined }) {
  const [older, setOlder] = useState<ActivityPage[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const pages = first === undefined ? older : [first, ...older];
  const next = pages.at(-1)?.next ?? null;

  const more = () =>
    startTransition(async () => {
      const answer = await read({ of, ...(next === null ? {} : { before: next }) }).catch(() => null);
      setProblem(answer?.ok ? null : (answer?.errors.form ?? t("There was no answer. Is Drawbridge running, and are you online?")));
      if (answer?.ok) setOlder((before) => [...before, answer.value]);
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when nothing was brought along.
  useEffect(() => {
    if (first === undefined) more();
  }, []);
  return { events: pages.length === 0 ? null : withoutTwins(pages.flatMap(({ events }) => events)), next, problem, pending, more };
}

function withoutTwins(events: readonly ActivityEvent[]): ActivityEvent[] {
  return [...new Map(events.map((event) => [event.id, event])).values()];
}

function Waiting() {
  return (
    <p className="after-300ms flex h-9 items-center gap-2 text-ink-soft">
      <Spinner label={t("Reading")} />
    </p>
  );
}

function Problem({ text, onAgain }: { text: string; onAgain: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3">
      <p className="text-bad">{text}</p>
      <Button size="small" onClick={onAgain}>
        {t("Try again")}
      </Button>
    </div>
  );
}
