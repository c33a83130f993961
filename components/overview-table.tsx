"use client";

import { useState } from "react";
import type { MetricPoint } from "#lib/metric-samples/schema.ts";
import { formatCount } from "#lib/texts/index.ts";
import { formatLatency } from "./chart-numbers.ts";
import { Time } from "./ui/clock.tsx";
import { Cell, Row, Surface, Table } from "./ui/table.tsx";

const columns = [
  { label: "From" },
  { label: "Requests", align: "end" },
  { label: "Refused", align: "end" },
  { label: "Failed", align: "end" },
  { label: "Anonymous", align: "end" },
  { label: "Median", align: "end" },
  { label: "99 of 100", align: "end" },
  { label: "Open streams", align: "end" },
] as const;

/** The charts' figures, newest first. Made when it is opened: nobody waits for rows that few read. */
export function OverviewTable({ points, stepSeconds }: { points: readonly MetricPoint[]; stepSeconds: number }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit rounded-control text-ink-soft hover:text-ink">The same as a table</summary>
      {open && (
        <div className="pt-3">
          <Surface>
            <Table label={`Figures, each of ${stepSeconds / 60} ${stepSeconds === 60 ? "minute" : "minutes"}`} columns={columns} dense>
              {points.toReversed().map(({ at, counts, openStreams }) => (
                <Row key={at}>
                  <Cell>
                    <Time at={at} as="instant" />
                  </Cell>
                  <Figure label="Requests" value={counts?.requests} />
                  <Figure label="Refused" value={counts?.refused} />
                  <Figure label="Failed" value={counts?.failed} />
                  <Figure label="Anonymous" value={counts?.unauthenticated} />
                  <Figure label="Median" value={counts?.p50} format={formatLatency} />
                  <Figure label="99 of 100" value={counts?.p99} format={formatLatency} />
                  <Figure label="Open streams" value={openStreams} />
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
