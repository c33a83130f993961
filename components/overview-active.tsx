import type { ReactNode } from "react";
import type { MetricHistory } from "#lib/metric-samples/schema.ts";
import { formatCount, t } from "#lib/texts/index.ts";
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
          text: inWords(requests, refused, "refused"),
        }))}
      />
      <BarList
        title={t("Most active environments")}
        empty={t("Nothing was asked of any environment in this time.")}
        items={environments.map(({ id, name, requests, failed }) => ({
          name: name ?? `${id}, removed`,
          href: address(`environment=${id}`),
          value: requests,
          text: inWords(requests, failed, "failed"),
        }))}
      />
    </div>
  );
}

function inWords(requests: number, bad: number, word: string): ReactNode {
  return `${formatCount(requests)} ${requests === 1 ? "request" : "requests"}${bad > 0 ? `, ${formatCount(bad)} ${word}` : ""}`;
}
