"use client";

import Link from "next/link";
import type { OverviewFacts as Facts } from "#lib/overview/schema.ts";
import { formatCount } from "#lib/texts/index.ts";
import { stepNames } from "./environment-fix.ts";
import { ExpiringDays } from "./overview-expiring.tsx";
import { Time } from "./ui/clock.tsx";
import { NameLink } from "./ui/name-link.tsx";
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
        <h2 className="font-strong">Environments</h2>
        <p className="text-ink-soft tabular-nums">
          {count === 0 ? (
            "There is none yet."
          ) : (
            <>
              <Link href="/admin/environments" prefetch={false} className="text-link">
                {formatCount(count)} in use
              </Link>
              {unchecked > 0 && `, ${formatCount(unchecked)} not checked yet`}
            </>
          )}
        </p>
      </div>
      {downCount === 0 ? (
        <AllWell count={count} unchecked={unchecked} />
      ) : (
        <>
          <Status tone="bad">{formatCount(downCount)} down</Status>
          <ul aria-label="Environments that are down" className="flex flex-col gap-1.5">
            {down.map(({ id, name, step, lastReachableAt }) => (
              <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-3">
                <NameLink href={`/admin/environments/${id}`}>{name}</NameLink>
                <span className="text-ink-soft text-small">
                  {step !== null && `${stepNames[step]}; `}
                  {lastReachableAt === null ? (
                    "never reachable yet"
                  ) : (
                    <>
                      reachable <Time at={lastReachableAt} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
          {downCount > down.length && <p className="text-ink-soft text-small">and {formatCount(downCount - down.length)} more</p>}
        </>
      )}
    </Surface>
  );
}

function AllWell({ count, unchecked }: { count: number; unchecked: number }) {
  if (count === 0) return null;
  if (unchecked === count) return <Status tone="waiting">Being checked</Status>;
  return <Status tone="good">{unchecked === 0 ? "All are ready" : "All that were checked are ready"}</Status>;
}
