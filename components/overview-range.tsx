import Link from "next/link";
import { type MetricRange, metricRanges } from "#lib/metric-samples/schema.ts";
import { t } from "#lib/texts/index.ts";
import { classNames } from "./ui/class-names.ts";

const words: Record<MetricRange, string> = { "1h": t("Last hour"), "24h": t("Last 24 hours") };

/** Which time the charts show; it stands in the address. */
export function OverviewRange({ range }: { range: MetricRange }) {
  return (
    <nav aria-label={t("Time shown")} className="flex gap-0.5 rounded-control bg-sunken p-0.5">
      {Object.keys(metricRanges).map((name) => {
        const isCurrent = name === range;
        return (
          <Link
            key={name}
            href={`/admin/overview?range=${name}`}
            prefetch={false}
            scroll={false}
            aria-current={isCurrent ? "true" : undefined}
            className={classNames(
              "grid h-8 place-items-center whitespace-nowrap rounded-control border px-3",
              isCurrent ? "border-rim bg-surface font-medium" : "border-transparent text-ink-soft hover:text-ink",
            )}
          >
            {name === "1h" ? words["1h"] : words["24h"]}
          </Link>
        );
      })}
    </nav>
  );
}
