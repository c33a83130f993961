"use client";

import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { AuditFilter } from "#lib/audit/schema.ts";
import { t } from "#lib/texts/index.ts";
import { auditAddress } from "./audit-address.ts";
import { type AuditField, auditFieldLabels, auditPeriodLabels, auditResultOptions, withoutAuditField } from "./audit-filter-fields.ts";
import { ButtonLink } from "./ui/button.tsx";
import { Time } from "./ui/clock.tsx";

/** What the list is filtered by, each to be taken away, or all. */
export function AuditFilterChips({
  filter,
  fields,
  environments,
  clearHref,
}: {
  filter: AuditFilter;
  fields: readonly AuditField[];
  environments: readonly { id: number; name: string }[];
  clearHref: string;
}) {
  if (fields.length === 0) return null;
  return (
    <ul aria-label={t("Set filters")} className="flex flex-wrap items-center gap-1.5 pt-3">
      {fields.map((field) => (
        <li key={field} className="inline-flex h-7 max-w-full items-center rounded-control bg-wash pl-2.5">
          <span className="truncate">
            <span className="text-ink-soft">{auditFieldLabels[field]} </span>
            <Value filter={filter} field={field} environments={environments} />
          </span>
          <Link
            href={auditAddress(withoutAuditField(filter, field))}
            aria-label={t("Take away the filter {field}", { field: auditFieldLabels[field] })}
            className="grid size-7 shrink-0 place-items-center rounded-control text-ink-soft hover:text-ink"
          >
            <X className="size-3.5" aria-hidden="true" />
          </Link>
        </li>
      ))}
      <li>
        <ButtonLink href={clearHref} tone="quiet" size="small">
          {t("Clear filters")}
        </ButtonLink>
      </li>
    </ul>
  );
}

function Value({ filter, field, environments }: { filter: AuditFilter; field: AuditField; environments: readonly { id: number; name: string }[] }): ReactNode {
  if (field === "period") return filter.period && auditPeriodLabels[filter.period].toLowerCase();
  if (field === "from" || field === "until") return filter[field] && <Time at={filter[field]} as="instant" />;
  if (field === "result") return auditResultOptions.find(({ value }) => value === filter.result)?.label.toLowerCase();
  if (field === "environment")
    return (
      <span className="font-mono">{environments.find(({ id }) => id === filter.environment)?.name ?? t("no. {id}", { id: filter.environment ?? "" })}</span>
    );
  return <span className="font-mono">{filter[field]}</span>;
}
