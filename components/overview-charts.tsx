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
  const when = range === "1h" ? "in the last hour" : "in the last 24 hours";
  const step = stepSeconds === 60 ? "each minute" : `each ${stepSeconds / 60} minutes`;
  const isEmpty = points.every(({ counts }) => counts === null);
  const nothing = t("Nothing measured yet: figures come once a minute.");
  return (
    <section aria-label={t("Charts")} className="flex flex-col gap-4">
      <div className="grid gap-4 lg:grid-cols-2">
        <Chart
          {...common}
          title={t("Requests")}
          sentence={t("Requests {step}: {totalRequests} {when}.", { step, totalRequests: formatCount(total.requests), when })}
          summary={isEmpty ? nothing : `${formatCount(total.requests)} ${when}`}
          series={[{ name: "requests", values: of("requests"), shape: "area", tone: "ink" }]}
          format={formatCount}
          least={10}
        />
        <Chart
          {...common}
          title={t("Refused and failed")}
          sentence={t("Requests {step} that were answered with an error: {totalRefused} refused (4xx) and {totalFailed} failed (5xx) {when}.", {
            step,
            totalRefused: formatCount(total.refused),
            totalFailed: formatCount(total.failed),
            when,
          })}
          summary={
            isEmpty ? (
              nothing
            ) : (
              <>
                <AuditLink query={`result=refused&period=${range}`}>{t("{totalRefused} refused", { totalRefused: formatCount(total.refused) })}</AuditLink>,{" "}
                <AuditLink query={`result=failed&period=${range}`}>{t("{totalFailed} failed", { totalFailed: formatCount(total.failed) })}</AuditLink>
                {total.unauthenticated > 0 && (
                  <>
                    ,{" "}
                    <AuditLink query={`action=request.refused&period=${range}`}>
                      {t("{totalUnauthenticated} anonymous", { totalUnauthenticated: formatCount(total.unauthenticated) })}
                    </AuditLink>
                  </>
                )}
              </>
            )
          }
          series={[
            { name: "failed", values: of("failed"), shape: "bars", tone: "bad" },
            { name: "refused", values: of("refused"), shape: "bars", tone: "warn" },
          ]}
          format={formatCount}
          least={10}
        />
        <Chart
          {...common}
          title={t("Latency")}
          sentence={t("How long answers took {step}. Half were there in {totalP50}, 99 of 100 in {totalP99} {when}.", {
            step,
            totalP50: latency(total.p50),
            totalP99: latency(total.p99),
            when,
          })}
          summary={
            isEmpty
              ? nothing
              : total.p50 === null
                ? t("No request to measure")
                : t("median {totalP50}, 99 of 100 within {totalP99}", { totalP50: latency(total.p50), totalP99: latency(total.p99) })
          }
          series={[
            { name: "median", values: of("p50"), shape: "line", tone: "ink" },
            { name: "99 of 100", values: of("p99"), shape: "dashed", tone: "soft" },
          ]}
          format={formatLatency}
          read={(value, name) => `${name} ${formatLatency(value)}`}
          least={0.01}
        />
        <Chart
          {...common}
          title={t("Open streams")}
          sentence={t("Watches, logs, execs and port-forwards open at once, the most {step}. {formatCount} at last.", {
            step,
            formatCount: formatCount(openStreams ?? 0),
          })}
          summary={openStreams === null ? nothing : t("{openStreams} now", { openStreams: formatCount(openStreams) })}
          series={[{ name: "open", values: points.map((point) => point.openStreams), shape: "area", tone: "ink" }]}
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
