"use client";

import { SlidersHorizontal, X } from "lucide-react";
import { useId, useState } from "react";
import { t } from "#lib/texts/index.ts";
import { homeColumns, homeTable, type LabelChoices } from "./environment-arrangement.ts";
import { healthWords } from "./environment-health.tsx";
import { type HomeQuery, shownHealths } from "./home-query.ts";
import { Button } from "./ui/button.tsx";
import { classNames } from "./ui/class-names.ts";
import { ColumnsMenu } from "./ui/columns-menu.tsx";
import { PlainSelect } from "./ui/plain-select.tsx";
import { SearchField } from "./ui/search-field.tsx";
import { SortSelect } from "./ui/sort-select.tsx";
import { pressedSort } from "./ui/table-sort.ts";
import { ViewsMenu } from "./ui/views-menu.tsx";

const labelsOfferedMax = 200;
/** No label and no key of one is called so. */
const none = "-";

interface ToolbarProps {
  query: HomeQuery;
  ask: (change: Partial<HomeQuery>) => void;
  choices: LabelChoices;
}

/** What Home shows: search, filters, groups. All of it is in the address. On a small screen all but the search folds, so that rows are seen. */
export function EnvironmentToolbar(props: ToolbarProps) {
  const { query, ask } = props;
  const [open, setOpen] = useState(false);
  const foldedId = useId();
  const count = query.labels.length + (query.health === null ? 0 : 1);
  return (
    <search aria-label={t("Environments")} className="mb-3 flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <div className="flex w-full items-center gap-2 sm:w-56 lg:w-72">
          <SearchField label={t("Search environments")} value={query.q} onChange={(q) => ask({ q })} className="min-w-0 flex-1" />
          <Button className="sm:hidden" aria-expanded={open} aria-controls={foldedId} onClick={() => setOpen(!open)}>
            <SlidersHorizontal className="size-4" aria-hidden="true" />
            {t("Filters")}
            {count > 0 && (
              <span className="rounded-full bg-wash px-1.5 text-small tabular-nums">
                {count}
                <span className="sr-only"> {t("set")}</span>
              </span>
            )}
          </Button>
        </div>
        <div id={foldedId} className={classNames("w-full grid-cols-2 gap-2 sm:flex sm:w-auto sm:flex-wrap", open ? "grid" : "hidden")}>
          <Filters {...props} />
        </div>
        <div className={classNames("ml-auto sm:flex", open ? "flex" : "hidden")}>
          <ViewsMenu table={homeTable} />
          <ColumnsMenu table={homeTable} columns={homeColumns} />
        </div>
      </div>
      {count > 0 && <SetFilters query={query} ask={ask} />}
    </search>
  );
}

function Filters({ query, ask, choices }: ToolbarProps) {
  const free = choices.labels.filter(({ label }) => !query.labels.includes(label)).slice(0, labelsOfferedMax);
  return (
    <>
      <PlainSelect
        className="sm:w-32 lg:w-36"
        label={t("Health")}
        value={query.health ?? none}
        onChange={(value) => ask({ health: shownHealths.find((health) => health === value) ?? null })}
        options={[{ value: none, label: t("Any health") }, ...shownHealths.map((value) => ({ value, label: healthWords[value].word }))]}
      />
      {choices.labels.length > 0 && (
        <>
          {/* What is chosen stands below, as a filter that can be taken away. */}
          <PlainSelect
            className="sm:w-32 lg:w-36"
            label={t("Label")}
            value={none}
            onChange={(label) => ask({ labels: [...query.labels, label] })}
            options={[{ value: none, label: t("Label") }, ...free.map(({ label, count }) => ({ value: label, label: `${label} (${count})` }))]}
          />
          <PlainSelect
            className="sm:w-32 lg:w-40"
            label={t("Group by")}
            value={query.group ?? none}
            onChange={(key) => ask({ group: key === none ? null : key })}
            options={[{ value: none, label: t("No groups") }, ...choices.keys.map((key) => ({ value: key, label: t("By {key}", { key }) }))]}
          />
        </>
      )}
      <SortSelect columns={homeColumns} sort={query.sort} sortBy={(column) => ask({ sort: pressedSort(query.sort, column) })} />
    </>
  );
}

function SetFilters({ query: { labels, health }, ask }: Pick<ToolbarProps, "query" | "ask">) {
  return (
    <ul aria-label={t("Set filters")} className="flex flex-wrap items-center gap-1.5">
      {health !== null && <SetFilter name={t("Health")} text={healthWords[health].word} onRemove={() => ask({ health: null })} />}
      {labels.map((label) => (
        <SetFilter key={label} name={t("Label")} text={label} mono onRemove={() => ask({ labels: labels.filter((other) => other !== label) })} />
      ))}
      <li>
        <Button tone="quiet" size="small" onClick={() => ask({ labels: [], health: null })}>
          {t("Clear filters")}
        </Button>
      </li>
    </ul>
  );
}

function SetFilter({ name, text, mono = false, onRemove }: { name: string; text: string; mono?: boolean; onRemove: () => void }) {
  return (
    <li className="inline-flex h-7 max-w-full items-center rounded-control bg-wash pl-2.5">
      <span className="truncate">
        <span className="text-ink-soft">{name} </span>
        <span className={mono ? "font-mono" : undefined}>{text}</span>
      </span>
      <button
        type="button"
        onClick={onRemove}
        aria-label={t("Take away the filter {name} {text}", { name, text })}
        className="grid size-7 shrink-0 place-items-center rounded-control text-ink-soft hover:text-ink"
      >
        <X className="size-3.5" aria-hidden="true" />
      </button>
    </li>
  );
}
