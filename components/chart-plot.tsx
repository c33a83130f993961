"use client";

import type { KeyboardEvent, PointerEvent } from "react";
import { areaPath, barsPath, type ChartValues, linePath, placeOf } from "./chart-scale.ts";
import { classNames } from "./ui/class-names.ts";

export interface ChartSeries {
  name: string;
  values: ChartValues;
  /** Bars of several series stand on each other, in their order. */
  shape: "area" | "line" | "dashed" | "bars";
  tone: "ink" | "soft" | "warn" | "bad";
}

const tones = { ink: "text-ink", soft: "text-ink-soft", warn: "text-warn", bad: "text-bad" };

interface PlotProps {
  series: readonly ChartSeries[];
  count: number;
  maximum: number;
  /** What the drawing shows, in a sentence. */
  sentence: string;
  /** The value that is looked at; null: none. */
  at: number | null;
  onAt: (index: number | null) => void;
  /** Names what the arrow keys move, and says what stands there. */
  label: string;
  valueText: string;
}

/** The drawing, and the mark on it that pointer and arrow keys move. */
export function ChartPlot({ series, count, maximum, sentence, at, onAt, label, valueText }: PlotProps) {
  const point = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onAt(within(Math.floor(((event.clientX - left) / width) * count), count));
  };
  const press = (event: KeyboardEvent) => {
    const next = moved(event.key, at ?? count - 1, count);
    if (next === undefined) return;
    event.preventDefault();
    onAt(next);
  };
  return (
    <div className="relative h-28">
      <svg role="img" aria-label={sentence} viewBox="0 0 100 100" preserveAspectRatio="none" className="absolute inset-0 size-full overflow-visible">
        <path d="M0 0H100M0 50H100M0 100H100" className="stroke-line" vectorEffect="non-scaling-stroke" />
        {series.map((each, index) => (
          <SeriesPath key={each.name} series={each} below={stackBelow(series, index)} maximum={maximum} />
        ))}
        {at !== null && <path d={`M${placeOf(at, count)} 0V100`} className="stroke-edge" vectorEffect="non-scaling-stroke" />}
      </svg>
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={count - 1}
        aria-valuenow={at ?? count - 1}
        aria-valuetext={valueText}
        className="absolute inset-0 touch-pan-y"
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => onAt(null)}
        onFocus={(event) => event.currentTarget.matches(":focus-visible") && onAt(at ?? count - 1)}
        onBlur={() => onAt(null)}
        onKeyDown={press}
      />
    </div>
  );
}

function SeriesPath({ series: { values, shape, tone }, below, maximum }: { series: ChartSeries; below: ChartValues; maximum: number }) {
  if (shape === "bars") return <path d={barsPath({ values, below, maximum })} fill="currentColor" className={tones[tone]} />;
  return (
    <g className={tones[tone]}>
      {shape === "area" && <path d={areaPath(values, maximum)} fill="currentColor" fillOpacity={0.09} />}
      <path
        d={linePath(values, maximum)}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
        className={classNames(shape === "dashed" && "[stroke-dasharray:3_4]")}
      />
    </g>
  );
}

function stackBelow(series: readonly ChartSeries[], index: number): ChartValues {
  const lower = series.slice(0, index).filter(({ shape }) => shape === "bars");
  return (series[index]?.values ?? []).map((_value, place) => lower.reduce((sum, { values }) => sum + (values[place] ?? 0), 0));
}

/** Where a key leads; undefined for a key that is not ours. */
function moved(key: string, from: number, count: number): number | null | undefined {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
  if (key === "Escape") return null;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = steps[key];
  return step === undefined ? undefined : within(from + step, count);
}

function within(index: number, count: number): number {
  return Math.min(Math.max(index, 0), count - 1);
}
