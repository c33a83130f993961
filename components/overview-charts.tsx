"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { MetricHistory } from "#lib/metric-samples/schema.ts";
import { formatCount } from "#lib/texts/index.ts";
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
  const nothing = "Nothing measured yet: figures come once a minute.";
  return (
    <section aria-label="Charts" className="flex flex-col gap-4">
      <div className="grid gap-4 lg:grid-cols-2">
        <Chart
          {...common}
          title="Requests"
          sentence={`Requests ${step}: ${formatCount(total.requests)} ${when}.`}
          summary={isEmpty ? nothing : `${formatCount(total.requests)} ${when}`}
          series={[{ name: "requests", values: of("requests"), shape: "area", tone: "ink" }]}
          format={formatCount}
          least={10}
        />
        <Chart
          {...common}
          title="Refused and failed"
          sentence={`Requests ${step} that were answered with an error: ${formatCount(total.refused)} refused (4xx) and ${formatCount(total.failed)} failed (5xx) ${when}.`}
          summary={
            isEmpty ? (
              nothing
            ) : (
              <>
                <AuditLink query={`result=refused&period=${range}`}>{formatCount(total.refused)} refused</AuditLink>,{" "}
                <AuditLink query={`result=failed&period=${range}`}>{formatCount(total.failed)} failed</AuditLink>
                {total.unauthenticated > 0 && (
                  <>
                    , <AuditLink query={`action=request.refused&period=${range}`}>{formatCount(total.unauthenticated)} anonymous</AuditLink>
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
          title="Latency"
          sentence={`How long answers took ${step}. Half were there in ${latency(total.p50)}, 99 of 100 in ${latency(total.p99)} ${when}.`}
          summary={isEmpty ? nothing : total.p50 === null ? "No request to measure" : `median ${latency(total.p50)}, 99 of 100 within ${latency(total.p99)}`}
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
          title="Open streams"
          sentence={`Watches, logs, execs and port-forwards open at once, the most ${step}. ${formatCount(openStreams ?? 0)} at last.`}
          summary={openStreams === null ? nothing : `${formatCount(openStreams)} now`}
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
