import Link from "next/link";
import type { OverviewFacts } from "#lib/overview/schema.ts";
import { formatCount, t, tn } from "#lib/texts/index.ts";
import { barsPath, scaleMaximum } from "./chart-scale.ts";
import { Surface } from "./ui/table.tsx";

/** Files in force, and how many of them end on each of the next days. */
export function ExpiringDays({ kubeconfigs: { live, expiring } }: { kubeconfigs: OverviewFacts["kubeconfigs"] }) {
  const total = expiring.reduce((sum, count) => sum + count, 0);
  const list = expiring.map((count, day) => ({ day, count, name: day === 0 ? t("today") : t("{days} d", { days: day }) }));
  return (
    <Surface className="flex min-w-0 flex-col gap-2.5 px-4 pt-3 pb-2.5">
      <div>
        <h2 className="font-strong">{t("Kubeconfigs")}</h2>
        <p className="text-ink-soft tabular-nums">
          <Link href="/admin/kubeconfigs?state=active" prefetch={false} className="text-link">
            {t("{live} in force", { live: formatCount(live) })}
          </Link>
          ,{" "}
          <Link href="/admin/kubeconfigs?state=expiring" prefetch={false} className="text-link">
            {tn(total, "{count} of them ends within 7 days", "{count} of them end within 7 days")}
          </Link>
        </p>
      </div>
      <div>
        <svg aria-hidden="true" viewBox="0 0 100 100" preserveAspectRatio="none" className="h-10 w-full overflow-visible">
          <path d="M0 100H100" className="stroke-line" vectorEffect="non-scaling-stroke" />
          <path d={barsPath({ values: expiring, below: [], maximum: scaleMaximum(expiring, 1), share: 0.3 })} fill="currentColor" className="text-ink-soft" />
        </svg>
        <ol aria-label={t("Kubeconfigs that end, by day")} className="flex pt-1 text-ink-soft text-small tabular-nums">
          {list.map(({ day, count, name }) => (
            <li key={day} className="flex flex-1 flex-col items-center">
              <span aria-hidden="true" className={count > 0 ? "text-ink" : undefined}>
                {formatCount(count)}
              </span>
              <span aria-hidden="true">{name}</span>
              <span className="sr-only">{whenInWords(count, day)}</span>
            </li>
          ))}
        </ol>
      </div>
    </Surface>
  );
}

function whenInWords(count: number, day: number): string {
  if (day === 0) return tn(count, "{count} ends in less than a day", "{count} end in less than a day");
  return tn(count, "{count} ends in {from} to {to} days", "{count} end in {from} to {to} days", { from: day, to: day + 1 });
}
