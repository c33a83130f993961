"use client";

import Link from "next/link";
import type { OverviewFacts as Facts } from "#lib/overview/schema.ts";
import { formatCount, t } from "#lib/texts/index.ts";
import { stepNames } from "./environment-fix.ts";
import { ExpiringDays } from "./overview-expiring.tsx";
import { Time } from "./ui/clock.tsx";
import { NameLink } from "./ui/name-link.tsx";
import { rich } from "./ui/rich.ts";
import { Status } from "./ui/status.tsx";
import { Surface } from "./ui/table.tsx";

/** How environments and files stand now. */
export function OverviewFacts({ facts: { environments, kubeconfigs } }: { facts: Facts }) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Environments environments={environments} />
      <ExpiringDays kubeconfigs={kubeconfigs} />
    </div>
  );
}

function Environments({ environments: { count, unchecked, downCount, down } }: { environments: Facts["environments"] }) {
  return (
    <Surface className="flex min-w-0 flex-col gap-2.5 px-4 pt-3 pb-4">
      <div>
        <h2 className="font-strong">{t("Environments")}</h2>
        <p className="text-ink-soft tabular-nums">
          {count === 0 ? (
            t("There is none yet.")
          ) : (
            <>
              <Link href="/admin/environments" prefetch={false} className="text-link">
                {t("{count} in use", { count: formatCount(count) })}
              </Link>
              {unchecked > 0 && `, ${t("{count} not checked yet", { count: formatCount(unchecked) })}`}
            </>
          )}
        </p>
      </div>
      {downCount === 0 ? (
        <AllWell count={count} unchecked={unchecked} />
      ) : (
        <>
          <Status tone="bad">{t("{downCount} down", { downCount: formatCount(downCount) })}</Status>
          <ul aria-label={t("Environments that are down")} className="flex flex-col gap-1.5">
            {down.map(({ id, name, step, lastReachableAt }) => (
              <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-3">
                <NameLink href={`/admin/environments/${id}`}>{name}</NameLink>
                <span className="text-ink-soft text-small">
                  {step !== null && `${stepNames[step]}; `}
                  {lastReachableAt === null ? t("never reachable yet") : rich("reachable {time}", { time: <Time at={lastReachableAt} /> })}
                </span>
              </li>
            ))}
          </ul>
          {downCount > down.length && <p className="text-ink-soft text-small">{t("and {count} more", { count: formatCount(downCount - down.length) })}</p>}
        </>
      )}
    </Surface>
  );
}

function AllWell({ count, unchecked }: { count: number; unchecked: number }) {
  if (count === 0) return null;
  if (unchecked === count) return <Status tone="waiting">{t("Being checked")}</Status>;
  return <Status tone="good">{unchecked === 0 ? t("All are ready") : t("All that were checked are ready")}</Status>;
}
