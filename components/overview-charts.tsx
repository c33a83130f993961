"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { MetricHistory } from "#lib/metric-samples/schema.ts";
import { formatCount, t } from "#lib/texts/index.ts";
import { Chart } from "./chart.tsx";
import { formatLatency } from "./chart-numbers.ts";
import { OverviewTable } from "./overview-table.tsx";

/** Requests, errors, latency and open streams over the time shown; the same figures as a table below. */
export function OverviewCharts({ history }: { history: MetricHistory }) {
  const { points, range, stepSeconds, total, openStreams } = history;
  const common = { moments: points.map(({ at }) => at), stepSeconds };
  const of = (name: "requests" | "refused" | "failed" | "unauthenticated" | "p50" | "p99") => points.map(({ counts }) => counts?.[name] ?? null);
  const when = range === "1h" ? t("in the last hour") : t("in the last 24 hours");
  const step = stepSeconds === 60 ? t("each minute") : t("each {minutes} minutes", { minutes: stepSeconds / 60 });
  const isEmpty = points.every(({ counts }) => counts === null);
  const nothing = t("Nothing measured yet: figures come once a minute.");
  return (
    <section aria-label={t("Charts")} className="flex flex-col gap-4">
      <div className="grid gap-4 lg:grid-cols-2">
        <Chart
          {...common}
          title={t("Requests")}
          sentence={t("Requests {step}: {requests} {when}.", { step, requests: formatCount(total.requests), when })}
          summary={isEmpty ? nothing : t("{requests} {when}", { requests: formatCount(total.requests), when })}
          series={[{ name: t("requests"), values: of("requests"), shape: "area", tone: "ink" }]}
          format={formatCount}
          least={10}
        />
        <Chart
          {...common}
          title={t("Refused and failed")}
          sentence={t("Requests {step} that were answered with an error: {refused} refused (4xx) and {failed} failed (5xx) {when}.", {
            step,
            refused: formatCount(total.refused),
            failed: formatCount(total.failed),
            when,
          })}
          summary={
            isEmpty ? (
              nothing
            ) : (
              <>
                <AuditLink query={`result=refused&period=${range}`}>{t("{refused} refused", { refused: formatCount(total.refused) })}</AuditLink>,{" "}
                <AuditLink query={`result=failed&period=${range}`}>{t("{failed} failed", { failed: formatCount(total.failed) })}</AuditLink>
                {total.unauthenticated > 0 && (
                  <>
                    ,{" "}
                    <AuditLink query={`action=request.refused&period=${range}`}>
                      {t("{anonymous} anonymous", { anonymous: formatCount(total.unauthenticated) })}
                    </AuditLink>
                  </>
                )}
              </>
            )
          }
          series={[
            { name: t("failed"), values: of("failed"), shape: "bars", tone: "bad" },
            { name: t("refused"), values: of("refused"), shape: "bars", tone: "warn" },
          ]}
          format={formatCount}
          least={10}
        />
        <Chart
          {...common}
          title={t("Latency")}
          sentence={t("How long answers took {step}. Half were there in {median}, 99 of 100 in {slowest} {when}.", {
            step,
            median: latency(total.p50),
            slowest: latency(total.p99),
            when,
          })}
          summary={
            isEmpty
              ? nothing
              : total.p50 === null
                ? t("No request to measure")
                : t("median {median}, 99 of 100 within {slowest}", { median: latency(total.p50), slowest: latency(total.p99) })
          }
          series={[
            { name: t("median"), values: of("p50"), shape: "line", tone: "ink" },
            { name: t("99 of 100"), values: of("p99"), shape: "dashed", tone: "soft" },
          ]}
          format={formatLatency}
          read={(value, name) => `${name} ${formatLatency(value)}`}
          least={0.01}
        />
        <Chart
          {...common}
          title={t("Open streams")}
          sentence={t("Watches, logs, execs and port-forwards open at once, the most {step}. {count} at last.", {
            step,
            count: formatCount(openStreams ?? 0),
          })}
          summary={openStreams === null ? nothing : t("{openStreams} now", { openStreams: formatCount(openStreams) })}
          series={[{ name: t("open"), values: points.map((point) => point.openStreams), shape: "area", tone: "ink" }]}
          format={formatCount}
          least={10}
        />
      </div>
      {!isEmpty && <OverviewTable points={points} stepSeconds={stepSeconds} />}
    </section>
  );
}

function AuditLink({ query, children }: { query: string; children: ReactNode }) {
  return (
    <Link href={`/admin/audit?${query}`} prefetch={false} className="text-link">
      {children}
    </Link>
  );
}

function latency(seconds: number | null): string {
  return seconds === null ? "–" : formatLatency(seconds);
}
