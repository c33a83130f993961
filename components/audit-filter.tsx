"use client";

import { SlidersHorizontal } from "lucide-react";
import { useRouter } from "next/navigation";
import { type SyntheticEvent, useState, useTransition } from "react";
import type { AuditFilter as Filter } from "#lib/audit/schema.ts";
import { t } from "#lib/texts/index.ts";
import { auditAddress, auditQuery } from "./audit-address.ts";
import { AuditFilterChips } from "./audit-filter-chips.tsx";
import { moreAuditFields, setAuditFields } from "./audit-filter-fields.ts";
import { AuditFilterMore, AuditFilterUsual } from "./audit-filter-inputs.tsx";
import { Button } from "./ui/button.tsx";
import { classNames } from "./ui/class-names.ts";
import { useClock } from "./ui/clock.tsx";
import { ViewsMenu } from "./ui/views-menu.tsx";

export interface AuditSuggestions {
  people: readonly string[];
  environments: readonly { id: number; name: string }[];
}

/** Puts the filter into the page's address, so that it can be sent on and survives a reload. */
export function AuditFilter({ filter, suggestions }: { filter: Filter; suggestions: AuditSuggestions }) {
  const router = useRouter();
  const { timeZone } = useClock();
  const [pending, startTransition] = useTransition();
  const set = setAuditFields(filter);
  const [unfolded, setUnfolded] = useState(false);
  const [more, setMore] = useState(false);
  const setBehind = set.filter((field) => moreAuditFields.includes(field)).length;
  const apply = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget)) if (typeof value === "string" && value.trim() !== "") query.set(name, value.trim());
    for (const name of ["from", "until"]) {
      const local = query.get(name);
      // The field has the person's own time; an address that is sent on means the same moment everywhere.
      if (local !== null) query.set(name, new Date(local).toISOString());
    }
    setUnfolded(false);
    startTransition(() => router.push(query.size === 0 ? "/admin/audit" : `/admin/audit?${query}`));
  };
  return (
    <search className="block pb-4">
      <Button className="w-full sm:hidden" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
        <SlidersHorizontal className="size-4" aria-hidden="true" />
        {unfolded ? t("Hide the filter") : t("Filter")}
      </Button>
      <form
        // Uncontrolled fields: another address or another clock is another form.
        key={`${auditQuery(filter)} ${timeZone}`}
        onSubmit={apply}
        className={classNames("flex flex-col gap-3 max-sm:pt-3", !unfolded && "max-sm:hidden")}
      >
        <div className="grid grid-cols-1 items-end gap-3 min-[360px]:grid-cols-2 lg:grid-cols-4">
          <AuditFilterUsual filter={filter} suggestions={suggestions} timeZone={timeZone} />
        </div>
        <div className={more ? "grid grid-cols-1 items-end gap-3 min-[360px]:grid-cols-2 lg:grid-cols-4" : "hidden"}>
          <AuditFilterMore filter={filter} />
        </div>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" pending={pending}>
            {t("Filter")}
          </Button>
          <Button tone="quiet" aria-expanded={more} onClick={() => setMore(!more)}>
            {more ? t("Fewer fields") : setBehind > 0 ? t("More fields ({count} set)", { count: setBehind }) : t("More fields")}
          </Button>
          <ViewsMenu table="audit" />
        </div>
      </form>
      <AuditFilterChips filter={filter} fields={set} environments={suggestions.environments} clearHref={auditAddress({})} />
    </search>
  );
}
