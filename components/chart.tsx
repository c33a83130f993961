"use client";

import { type ReactNode, useState } from "react";
import { t } from "#lib/texts/index.ts";
import { ChartPlot, type ChartSeries } from "./chart-plot.tsx";
import { scaleMaximum } from "./chart-scale.ts";
import { useClock } from "./ui/clock.tsx";
import { Surface } from "./ui/table.tsx";
import { formatTimeOfDay } from "./ui/time-format.ts";

interface ChartProps {
  title: string;
  /** What it shows, for whoever does not see it. */
  sentence: string;
  /** The figure of the whole, below the title while no moment is looked at. */
  summary: ReactNode;
  /** Beginnings of the steps, ISO 8601. */
  moments: readonly string[];
  stepSeconds: number;
  series: readonly ChartSeries[];
  format: (value: number) => string;
  /** A value of a series in words; "12 refused" unless told. */
  read?: (value: number, name: string) => string;
  /** The scale reaches at least so far. */
  least: number;
}

/** How something went over time. Pointer and arrow keys show each step's values; the same stand in a table nearby. */
export function Chart({ title, sentence, summary, moments, stepSeconds, series, format, least, ...rest }: ChartProps) {
  const [at, setAt] = useState<number | null>(null);
  const { timeZone } = useClock();
  const read = rest.read ?? ((value, name) => `${format(value)} ${name}`);
  const time = (index: number) => formatTimeOfDay(new Date(moments[index] ?? 0), timeZone);
  const span = (index: number) => formatTimeOfDay(new Date(Date.parse(moments[index] ?? "") + stepSeconds * 1000), timeZone);
  const isMeasured = (index: number) => series.some(({ values }) => values[index] != null);
  const reading = (index: number) =>
    isMeasured(index) ? series.flatMap(({ name, values }) => (values[index] == null ? [] : [read(values[index], name)])).join(", ") : t("nothing measured");
  const maximum = scaleMaximum(stacked(series), least);
  const count = moments.length;
  return (
    <Surface className="flex min-w-0 flex-col gap-3 px-4 pt-3 pb-2.5">
      <div>
        <h2 className="font-strong">{title}</h2>
        <p className="h-5 truncate text-ink-soft tabular-nums" aria-hidden={at !== null}>
          {at === null ? summary : `${time(at)}–${span(at)}: ${reading(at)}`}
        </p>
      </div>
      <div className="relative pt-4">
        <span className="absolute top-0 right-0 text-ink-soft text-small tabular-nums" aria-hidden="true">
          {format(maximum)}
        </span>
        <ChartPlot
          {...{ series, count, maximum, sentence, at }}
          onAt={setAt}
          label={t("{title}: a moment", { title })}
          valueText={`${time(at ?? count - 1)}: ${reading(at ?? count - 1)}`}
        />
      </div>
      <div className="flex justify-between text-ink-soft text-small tabular-nums" aria-hidden="true">
        {[0, Math.floor(count / 2), count - 1].map((index) => (
          <span key={index}>{index === count - 1 ? span(index) : time(index)}</span>
        ))}
      </div>
    </Surface>
  );
}

/** What the scale has to hold: the highest line, or the sum of bars that stand on each other. */
function stacked(series: readonly ChartSeries[]): (number | null)[] {
  if (!series.some(({ shape }) => shape === "bars")) return series.flatMap(({ values }) => values);
  return (series[0]?.values ?? []).map((_value, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
}
