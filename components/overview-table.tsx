"use client";

import { useState } from "react";
import type { MetricPoint } from "#lib/metric-samples/schema.ts";
import { formatCount, t, tn } from "#lib/texts/index.ts";
import { formatLatency } from "./chart-numbers.ts";
import { Time } from "./ui/clock.tsx";
import { Cell, Row, Surface, Table } from "./ui/table.tsx";

const columns = [
  { label: t("From") },
  { label: t("Requests"), align: "end" },
  { label: t("Refused"), align: "end" },
  { label: t("Failed"), align: "end" },
  { label: t("Anonymous"), align: "end" },
  { label: t("Median"), align: "end" },
  { label: t("99 of 100"), align: "end" },
  { label: t("Open streams"), align: "end" },
] as const;

/** The charts' figures, newest first. Made when it is opened: nobody waits for rows that few read. */
export function OverviewTable({ points, stepSeconds }: { points: readonly MetricPoint[]; stepSeconds: number }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit rounded-control text-ink-soft hover:text-ink">{t("The same as a table")}</summary>
      {open && (
        <div className="pt-3">
          <Surface>
            <Table label={tn(stepSeconds / 60, "Figures, each of {count} minute", "Figures, each of {count} minutes")} columns={columns} dense>
              {points.toReversed().map(({ at, counts, openStreams }) => (
                <Row key={at}>
                  <Cell>
                    <Time at={at} as="instant" />
                  </Cell>
                  <Figure label={t("Requests")} value={counts?.requests} />
                  <Figure label={t("Refused")} value={counts?.refused} />
                  <Figure label={t("Failed")} value={counts?.failed} />
                  <Figure label={t("Anonymous")} value={counts?.unauthenticated} />
                  <Figure label={t("Median")} value={counts?.p50} format={formatLatency} />
                  <Figure label={t("99 of 100")} value={counts?.p99} format={formatLatency} />
                  <Figure label={t("Open streams")} value={openStreams} />
                </Row>
              ))}
            </Table>
          </Surface>
        </div>
      )}
    </details>
  );
}

function Figure({ label, value, format = formatCount }: { label: string; value: number | null | undefined; format?: (value: number) => string }) {
  return (
    <Cell label={label} align="end">
      {value == null ? "–" : format(value)}
    </Cell>
  );
}
