import { AutoRefresh } from "#components/auto-refresh.tsx";
import { OverviewActive } from "#components/overview-active.tsx";
import { OverviewCharts } from "#components/overview-charts.tsx";
import { OverviewFacts } from "#components/overview-facts.tsx";
import { OverviewRange } from "#components/overview-range.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { readMetricHistory } from "#lib/metric-samples/index.ts";
import { metricRangeSchema } from "#lib/metric-samples/schema.ts";
import { readOverviewFacts } from "#lib/overview/index.ts";
import { t } from "#lib/texts/index.ts";
import { requireAdminContext } from "../require-admin.ts";

/** How often there is something new. */
const everyMs = 30_000;

export default async function OverviewPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { context } = await requireAdminContext();
  const range = metricRangeSchema.parse((await searchParams).range);
  const [history, facts] = await Promise.all([readMetricHistory(context, range), readOverviewFacts(context)]);
  return (
    <>
      <PageHead title={t("Overview")} action={<OverviewRange range={range} />}>
        {t("What people do through Drawbridge and how it fares, from the same counters that Prometheus reads.")}
      </PageHead>
      <div className="flex flex-col gap-4">
        <OverviewFacts facts={facts} />
        <OverviewCharts history={history} />
        <OverviewActive history={history} />
      </div>
      <AutoRefresh everyMs={everyMs} />
    </>
  );
}
