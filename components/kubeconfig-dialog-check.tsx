"use client";

import { useCallback, useEffect, useState } from "react";
import type { IssuedEntry } from "#lib/kubeconfig/schema.ts";
import { t, tn } from "#lib/texts/index.ts";
import { type CheckResult, type CheckStep, checkEnvironment, eachInTurn } from "./check-environment.ts";
import { Button } from "./ui/button.tsx";
import { rich } from "./ui/rich.ts";
import { Status } from "./ui/status.tsx";

const atOnce = 6;
const shownMax = 100;

const stepNames: Record<CheckStep, string> = {
  page: t("From this page"),
  drawbridge: t("Reaching Drawbridge"),
  token: t("The file’s token"),
  access: t("Your access"),
  cluster: t("The cluster"),
};

/** Tries a fresh file by itself, environment by environment, through the URL that it names and as the person it is for. */
export function KubeconfigCheck({ entries }: { entries: readonly IssuedEntry[] }) {
  const { results, again } = useChecks(entries);
  const done = entries.filter(({ contextName }) => results.has(contextName));
  const failed = done.filter(({ contextName }) => results.get(contextName)?.ok === false);
  // What failed is what one wants to read.
  const shown = [...failed, ...entries.filter((entry) => !failed.includes(entry))].slice(0, shownMax);
  const isDone = done.length === entries.length;
  return (
    <section aria-label={t("Test")} className="flex min-h-0 flex-col gap-2">
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-2">
        <p role="status" className="font-medium">
          {isDone ? outcome(entries.length, failed.length) : t("Testing {number} of {count}…", { number: done.length + 1, count: entries.length })}
        </p>
        <Button size="small" onClick={again} disabledReason={isDone ? null : t("The test is still running.")}>
          {t("Test again")}
        </Button>
      </div>
      <ul className="min-h-0 overflow-y-auto overscroll-contain rounded-surface border border-line max-panes:max-h-64">
        {shown.map((entry) => (
          <li key={entry.contextName} className="flex flex-col gap-0.5 border-line border-b px-3 py-2 last:border-b-0">
            <Checked name={entry.environmentName} result={results.get(entry.contextName)} />
          </li>
        ))}
        {entries.length > shown.length && (
          <li className="px-3 py-2 text-ink-soft text-small">{t("and {count} more", { count: entries.length - shown.length })}</li>
        )}
      </ul>
    </section>
  );
}

function outcome(count: number, failed: number): string {
  if (failed === 0)
    return count === 1
      ? t("It works: the cluster answers you.")
      : count === 2
        ? t("It works: both clusters answer you.")
        : t("It works: all {count} clusters answer you.", { count });
  return failed === count
    ? tn(count, "The cluster does not answer you.", "No cluster answers you.")
    : t("{answering} of {count} clusters answer you.", { answering: count - failed, count });
}

function Checked({ name, result }: { name: string; result: CheckResult | undefined }) {
  return (
    <>
      <span className="flex flex-wrap items-center justify-between gap-x-3">
        <span className="min-w-0 font-mono [overflow-wrap:anywhere]">{name}</span>
        {result === undefined && <Status tone="waiting">{t("Testing…")}</Status>}
        {result?.ok && (
          <Status tone="good">
            {result.version} <span className="text-ink-soft tabular-nums">{Math.round(result.durationMs)} ms</span>
          </Status>
        )}
        {result?.ok === false && <Status tone={result.step === "page" ? "off" : "bad"}>{stepNames[result.step]}</Status>}
      </span>
      {result?.ok && (
        <span className="text-ink-soft text-small [overflow-wrap:anywhere]">
          {result.identity === null
            ? t("This cluster is too old to say who you are to it.")
            : rich("{username} in {groups}", {
                username: <span className="font-mono text-ink">{result.identity.username}</span>,
                groups: <span className="font-mono">{result.identity.groups.join(", ")}</span>,
              })}
        </span>
      )}
      {result?.ok === false && <span className="text-small [overflow-wrap:anywhere]">{result.message}</span>}
    </>
  );
}

/** By context name. Runs at once, and again when asked; gives up when the dialog goes. */
function useChecks(entries: readonly IssuedEntry[]) {
  const [results, setResults] = useState<ReadonlyMap<string, CheckResult>>(new Map());
  const [run, setRun] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `run` asks for it anew.
  useEffect(() => {
    const closed = new AbortController();
    setResults(new Map());
    void eachInTurn(
      entries,
      async (entry) => {
        const result = await checkEnvironment(entry, window.location.origin, closed.signal);
        if (!closed.signal.aborted) setResults((before) => new Map(before).set(entry.contextName, result));
      },
      { atOnce, closed: closed.signal },
    );
    return () => closed.abort();
  }, [entries, run]);
  return { results, again: useCallback(() => setRun((before) => before + 1), []) };
}
