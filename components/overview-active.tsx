import type { MetricHistory } from "#lib/metric-samples/schema.ts";
import { formatCount, t, tn } from "#lib/texts/index.ts";
import { BarList } from "./bar-list.tsx";

/** Who and what was busiest in the time shown. */
export function OverviewActive({ history: { range, people, environments } }: { history: MetricHistory }) {
  const address = (query: string) => `/admin/audit?${query}&period=${range}`;
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <BarList
        title={t("Most active people")}
        empty={t("Nobody has asked for anything in this time.")}
        items={people.map(({ login, requests, refused }) => ({
          name: login,
          href: address(`person=${encodeURIComponent(login)}`),
          value: requests,
          text:
            refused > 0
              ? t("{requests}, {refused} refused", { requests: requestsInWords(requests), refused: formatCount(refused) })
              : requestsInWords(requests),
        }))}
      />
      <BarList
        title={t("Most active environments")}
        empty={t("Nothing was asked of any environment in this time.")}
        items={environments.map(({ id, name, requests, failed }) => ({
          name: name ?? t("{id}, removed", { id }),
          href: address(`environment=${id}`),
          value: requests,
          text: failed > 0 ? t("{requests}, {failed} failed", { requests: requestsInWords(requests), failed: formatCount(failed) }) : requestsInWords(requests),
        }))}
      />
    </div>
  );
}

function requestsInWords(requests: number): string {
  return tn(requests, "{count} request", "{count} requests");
}
