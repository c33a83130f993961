"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useContext, useState } from "react";
import type { GrantChoiceView, GrantView } from "#lib/access/schema.ts";
import { t, tn } from "#lib/texts/index.ts";
import type { WhatEndsAction } from "./consequences.tsx";
import { EditGrantDialog } from "./grant-edit.tsx";
import { RemoveGrantsDialog } from "./grant-remove.tsx";
import { GrantState } from "./grant-state.tsx";
import { UnboundNote } from "./grant-unbound.tsx";
import { Button } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { Time } from "./ui/clock.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { rich } from "./ui/rich.ts";
import { SelectionBar } from "./ui/selection-bar.tsx";
import { ShownColumns } from "./ui/shown-columns.ts";
import { sortHeads } from "./ui/sort-head.tsx";
import { Badge } from "./ui/status.tsx";
import { ActionCell, Cell, DetailRow, Row, Surface, Table } from "./ui/table.tsx";
import type { TableColumn } from "./ui/table-sort.ts";
import { NothingFound, TableToolbar } from "./ui/table-toolbar.tsx";
import { useTableView } from "./ui/table-view.ts";
import { TickCell, tickHead, useTickedRows } from "./ui/ticked-rows.tsx";
import { VirtualRows } from "./ui/virtual-rows.tsx";

/** What has to be looked at first. */
const stateOrder: GrantView["state"][] = ["refused", "unbound", "applying", "applied"];

const columns: readonly TableColumn<GrantView>[] = [
  { key: "who", label: t("Who"), sortKey: ({ subject }) => subject.name },
  { key: "where", label: t("Environment"), sortKey: ({ environment }) => environment.name },
  { key: "role", label: t("Role"), sortKey: ({ clusterRole }) => clusterRole },
  // All of them is more than any number of them.
  {
    key: "namespaces",
    label: t("Namespaces"),
    sortKey: ({ namespaces }) => namespaces?.length ?? Number.POSITIVE_INFINITY,
    greatestFirst: true,
    // There they stand below the role: names would break in the middle of words.
    className: "max-lg:hidden",
  },
  { key: "state", label: t("State"), sortKey: ({ state }) => stateOrder.indexOf(state) },
  { key: "granted", label: t("Granted"), sortKey: ({ createdAt }) => createdAt, greatestFirst: true, className: "max-lg:hidden" },
];

/** The server actions on grants. */
export interface GrantActions {
  create: FormAction;
  update: FormAction;
  /** Of several, `ids`. */
  remove: FormAction;
  whatEnds: WhatEndsAction;
}

/** Every grant, found by typing a part of anything in it. Empty, it stays on the page, as the dialog that removed the last one has yet to close. */
export function GrantTable({
  grants,
  environments,
  actions,
}: {
  grants: readonly GrantView[];
  environments: readonly GrantChoiceView[];
  actions: GrantActions;
}) {
  const view = useTableView(grants, { name: "grants", columns, textOf });
  const { found } = view;
  const [editing, setEditing] = useState<GrantView | null>(null);
  const ticked = useTickedRows(grants, () => true);
  const heads = [tickHead(t("Tick all"), found, ticked), ...sortHeads(view), { label: "", hiddenLabel: t("Actions") }];
  // Kept here and not in the row, which goes while the dialog still has to say so.
  const [removing, setRemoving] = useState<{ grants: readonly GrantView[]; isOpen: boolean } | null>(null);
  return (
    <div className="flex flex-col gap-3">
      {grants.length > 0 && (
        <>
          <TableToolbar view={view} label={t("Search by user, team, environment, role or namespace")} />
          <Surface>
            {found.length === 0 ? (
              <NothingFound title={t("No grant matches")} onClear={() => view.search("")} />
            ) : (
              <Table label={t("Grants")} columns={heads} rowCount={found.length} hidden={view.hidden}>
                <VirtualRows items={found} keyOf={({ id }) => id}>
                  {(grant) => (
                    <GrantRow
                      grant={grant}
                      selected={ticked.has(grant)}
                      onSelect={(on) => ticked.tick([grant], on)}
                      onEdit={() => setEditing(grant)}
                      onRemove={() => setRemoving({ grants: [grant], isOpen: true })}
                    />
                  )}
                </VirtualRows>
              </Table>
            )}
          </Surface>
        </>
      )}
      {editing && <EditGrantDialog grant={editing} environments={environments} action={actions.update} onClose={() => setEditing(null)} />}
      {ticked.items.length > 0 && (
        <SelectionBar label={t("Ticked grants")} text={t("{count} ticked", { count: ticked.items.length })} onClear={ticked.clear}>
          <Button tone="danger" onClick={() => setRemoving({ grants: ticked.items, isOpen: true })}>
            {tn(ticked.items.length, "Remove grant", "Remove {count} grants")}
          </Button>
        </SelectionBar>
      )}
      {removing && <RemoveGrantsDialog {...removing} onClose={() => setRemoving({ ...removing, isOpen: false })} onDone={ticked.clear} actions={actions} />}
    </div>
  );
}

interface RowProps {
  grant: GrantView;
  selected: boolean;
  onSelect: (on: boolean) => void;
  onEdit: () => void;
  onRemove: () => void;
}

function GrantRow({ grant, selected, onSelect, onEdit, onRemove }: RowProps) {
  const { subject, environment, clusterRole, namespaces, state, message, createdAt, createdBy } = grant;
  const { hidden } = useContext(ShownColumns);
  const name = t("{role} of {subject} in {environment}", { role: clusterRole, subject: subject.name, environment: environment.name });
  return (
    <>
      <Row selected={selected}>
        <TickCell label={t("Tick {name}", { name })} checked={selected} onChange={onSelect} />
        <Cell className="max-sm:pr-16! max-sm:pl-8! sm:min-w-29">
          <span className="flex flex-wrap items-center gap-2">
            <span className="font-mono [overflow-wrap:anywhere]">{subject.name}</span>
            {subject.kind === "team" && <Badge>{t("team")}</Badge>}
          </span>
        </Cell>
        <Cell column="where" label={t("Environment")} mono className="[overflow-wrap:anywhere]">
          {environment.name}
        </Cell>
        <Cell column="role" label={t("Role")} mono className="[overflow-wrap:anywhere] sm:min-w-36">
          <span className="flex min-w-0 flex-col">
            {clusterRole}
            {!hidden.has("namespaces") && (
              <span className="font-sans text-ink-soft text-small max-sm:hidden lg:hidden">
                {namespaces === null ? t("in all namespaces") : t("in {namespaces}", { namespaces: namespaces.join(", ") })}
              </span>
            )}
          </span>
        </Cell>
        <Cell column="namespaces" label={t("Namespaces")} mono={namespaces !== null} className="[overflow-wrap:anywhere] max-lg:sm:hidden">
          {namespaces === null ? t("all") : namespaces.join(", ")}
        </Cell>
        <Cell column="state" label={t("State")}>
          <GrantState state={state} />
        </Cell>
        <Cell column="granted" label={t("Granted")} className="max-lg:sm:hidden">
          <span className="text-ink-soft">
            {rich("{time} by {createdBy}", { time: <Time at={createdAt} />, createdBy: <span className="font-mono">{createdBy}</span> })}
          </span>
        </Cell>
        <ActionCell>
          <span className="flex justify-end gap-1">
            <Button tone="quiet" size="icon" aria-label={t("Edit {name}", { name })} onClick={onEdit}>
              <Pencil className="size-4" aria-hidden="true" />
            </Button>
            <Button tone="quiet" size="icon" aria-label={t("Remove {name}", { name })} onClick={onRemove}>
              <Trash2 className="size-4" aria-hidden="true" />
            </Button>
          </span>
        </ActionCell>
      </Row>
      {state === "unbound" && (
        <DetailRow>
          <UnboundNote bindings={grant.unbound} />
        </DetailRow>
      )}
      {message !== null && (
        <DetailRow>
          <Callout tone={state === "refused" ? "bad" : "note"} title={state === "refused" ? t("The cluster refuses it") : t("Not there yet")}>
            <p>{state === "refused" ? message : t("The last try failed: {message}", { message })}</p>
            <p className="text-ink-soft">{t("Drawbridge tries again by itself.")}</p>
          </Callout>
        </DetailRow>
      )}
    </>
  );
}

function textOf({ subject, environment, clusterRole, namespaces }: GrantView): string {
  return [subject.name, environment.name, clusterRole, ...(namespaces ?? ["all"])].join(" ");
}
