"use client";

import Link from "next/link";
import type { ReachView } from "#lib/reach/schema.ts";
import { t } from "#lib/texts/index.ts";
import { GrantState } from "./grant-state.tsx";
import { rightsInWords } from "./rights-in-words.ts";
import { buttonClass } from "./ui/button.tsx";
import { NameLink } from "./ui/name-link.tsx";
import { rich } from "./ui/rich.ts";
import { sortHeads } from "./ui/sort-head.tsx";
import { Status } from "./ui/status.tsx";
import { ActionCell, Cell, DetailRow, Row, Surface, Table } from "./ui/table.tsx";
import type { TableColumn } from "./ui/table-sort.ts";
import { NothingFound, TableToolbar } from "./ui/table-toolbar.tsx";
import { useTableView } from "./ui/table-view.ts";
import { VirtualRows } from "./ui/virtual-rows.tsx";

const searchedFrom = 8;

const others: readonly TableColumn<ReachView>[] = [
  { key: "right", label: t("Right"), sortKey: (line) => rightsInWords([line]) },
  { key: "because", label: t("Because of"), sortKey: ({ team }) => team?.name ?? "" },
  { key: "state", label: t("In the cluster"), sortKey: ({ state }) => state },
  { key: "files", label: t("Files in force"), sortKey: ({ liveFiles }) => liveFiles, greatestFirst: true, align: "end" },
];
const columnsBy: Record<"person" | "environment", readonly TableColumn<ReachView>[]> = {
  person: [{ key: "person", label: t("Person"), sortKey: ({ person }) => person.login }, ...others],
  environment: [{ key: "environment", label: t("Environment"), sortKey: ({ environment }) => environment.name }, ...others],
};

/** Who can reach what, and why. `by` says what each line starts with: the other is what the page is about. */
export function ReachTable({ lines, by }: { lines: readonly ReachView[]; by: "person" | "environment" }) {
  const view = useTableView(lines, { columns: columnsBy[by], textOf });
  const { found } = view;
  const heads = [...sortHeads(view), { label: "", hiddenLabel: t("Preview") }];
  return (
    <>
      {lines.length > searchedFrom && (
        <TableToolbar
          view={view}
          label={by === "person" ? t("Search by person, role, namespace or team") : t("Search by environment, role, namespace or team")}
        />
      )}
      <Surface>
        {found.length === 0 ? (
          <NothingFound title={t("No line matches")} onClear={() => view.search("")} />
        ) : (
          <Table label={by === "person" ? t("Who can reach it") : t("What can be reached")} columns={heads} rowCount={found.length}>
            <VirtualRows items={found} keyOf={keyOf}>
              {(line) => <ReachRow line={line} by={by} />}
            </VirtualRows>
          </Table>
        )}
      </Surface>
    </>
  );
}

function ReachRow({ line, by }: { line: ReachView; by: "person" | "environment" }) {
  const { person, environment, team, state, message, liveFiles } = line;
  return (
    <>
      <Row>
        <Cell>{by === "person" ? <PersonName person={person} /> : <NameLink href={`/admin/environments/${environment.id}`}>{environment.name}</NameLink>}</Cell>
        <Cell label={t("Right")} className="[overflow-wrap:anywhere]">
          {rightsInWords([line])}
        </Cell>
        <Cell label={t("Because of")}>
          <Link href={grantHref(line)} prefetch={false} className="text-link [overflow-wrap:anywhere]">
            {team === null ? t("own grant") : rich("grant of team {name}", { name: <span className="font-mono">{team.name}</span> })}
          </Link>
        </Cell>
        <Cell label={t("Cluster")}>{person.disabled ? <Status tone="off">{t("Disabled")}</Status> : <GrantState state={state} />}</Cell>
        <Cell label={t("Files")} align="end">
          {liveFiles}
        </Cell>
        <ActionCell>
          <Link href={previewHref(line)} prefetch={false} className={buttonClass("quiet", "small")}>
            {t("Preview")}
            <span className="sr-only"> {t("what {login} may do in {name}", { login: person.login, name: environment.name })}</span>
          </Link>
        </ActionCell>
      </Row>
      {message !== null && (
        <DetailRow>
          <p className={state === "refused" ? "text-bad" : "text-ink-soft"}>{message}</p>
        </DetailRow>
      )}
    </>
  );
}

function PersonName({ person: { id, login, displayName } }: { person: ReachView["person"] }) {
  return (
    <span className="flex min-w-0 flex-col">
      <NameLink href={`/admin/users/${id}`}>{login}</NameLink>
      <span className="text-ink-soft text-small [overflow-wrap:anywhere]">{displayName}</span>
    </span>
  );
}

/** The grant, among those of the same subject and environment. */
function grantHref({ person, environment, team }: ReachView): string {
  return `/admin/access?${team === null ? `person=${person.id}` : `team=${team.id}`}&environment=${environment.id}`;
}

/** In the first namespace of the right. */
function previewHref({ person, environment, namespaces }: ReachView): string {
  return `/admin/access/preview?person=${person.id}&environment=${environment.id}&namespace=${namespaces?.[0] ?? "default"}`;
}

function keyOf({ person, environment, clusterRole, namespaces, team }: ReachView): string {
  return [person.id, environment.id, clusterRole, namespaces?.join(",") ?? "*", team?.id].join(" ");
}

function textOf({ person, environment, clusterRole, namespaces, team }: ReachView): string {
  return [person.login, person.displayName, environment.name, clusterRole, ...(namespaces ?? ["everywhere"]), team?.name ?? "own"].join(" ");
}
