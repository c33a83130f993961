"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import type { TeamView } from "#lib/teams/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Consequences, type WhatEndsAction } from "./consequences.tsx";
import { type Member, TeamDialog } from "./team-dialog.tsx";
import { Button } from "./ui/button.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { sortHeads } from "./ui/sort-head.tsx";
import { ActionCell, Cell, Row, Surface, Table } from "./ui/table.tsx";
import type { TableColumn } from "./ui/table-sort.ts";
import { NothingFound, TableToolbar } from "./ui/table-toolbar.tsx";
import { useTableView } from "./ui/table-view.ts";
import { VirtualRows } from "./ui/virtual-rows.tsx";

const columns: readonly TableColumn<TeamView>[] = [
  { key: "team", label: t("Team"), sortKey: ({ name }) => name },
  { key: "members", label: t("Members"), sortKey: ({ members }) => members.length, greatestFirst: true },
  { key: "grants", label: t("Grants"), sortKey: ({ grantCount }) => grantCount, greatestFirst: true, align: "end" },
];
const membersShown = 6;

/** Nothing to see without a team; it stays on the page even then, as the dialog that deletes the last one has yet to close. */
export function TeamTable({
  teams,
  users,
  actions,
}: {
  teams: readonly TeamView[];
  users: readonly Member[];
  actions: { update: FormAction<string>; remove: FormAction; whatEnds: WhatEndsAction };
}) {
  const view = useTableView(teams, { columns, textOf });
  const heads = [...sortHeads(view), { label: "", hiddenLabel: t("Actions") }];
  // Kept here and not in the row, which goes while the dialog still has to say so.
  const [deleting, setDeleting] = useState<{ team: TeamView; isOpen: boolean } | null>(null);
  return (
    <>
      {teams.length > 0 && (
        <div className="flex flex-col gap-3">
          <TableToolbar view={view} label={t("Search by team or member")} />
          <Surface>
            {view.found.length === 0 ? (
              <NothingFound title={t("No team matches")} onClear={() => view.search("")} />
            ) : (
              <Table label={t("Teams")} columns={heads} rowCount={view.found.length}>
                <VirtualRows items={view.found} keyOf={({ id }) => id}>
                  {(team) => (
                    <Row>
                      <Cell mono className="[overflow-wrap:anywhere]">
                        {team.name}
                      </Cell>
                      <Cell label={t("Members")}>
                        <MemberNames team={team} />
                      </Cell>
                      <Cell label={t("Grants")} align="end">
                        {team.grantCount}
                      </Cell>
                      <ActionCell>
                        <span className="flex justify-end gap-1">
                          <TeamDialog team={team} users={users} action={actions.update} />
                          <Button
                            tone="quiet"
                            size="icon"
                            aria-label={t("Delete {name}", { name: team.name })}
                            onClick={() => setDeleting({ team, isOpen: true })}
                          >
                            <Trash2 className="size-4" aria-hidden="true" />
                          </Button>
                        </span>
                      </ActionCell>
                    </Row>
                  )}
                </VirtualRows>
              </Table>
            )}
          </Surface>
        </div>
      )}
      {deleting && (
        <ConfirmDialog
          open={deleting.isOpen}
          onOpenChange={() => setDeleting({ team: deleting.team, isOpen: false })}
          title={t("Delete {name}?", { name: deleting.team.name })}
          confirm={t("Delete {name}", { name: deleting.team.name })}
          action={actions.remove}
          fields={{ id: deleting.team.id }}
          done={t("{name} is deleted.", { name: deleting.team.name })}
        >
          <p>{t("Its grants go with it; its members stay.")}</p>
          <Consequences of={{ kind: "team", id: deleting.team.id }} ask={actions.whatEnds} none={t("Nobody loses a right by it.")} />
        </ConfirmDialog>
      )}
    </>
  );
}

function textOf({ name, members }: TeamView): string {
  return [name, ...members.flatMap(({ login, displayName }) => [login, displayName])].join(" ");
}

function MemberNames({ team: { members } }: { team: TeamView }) {
  if (members.length === 0) return <span className="text-ink-soft">{t("nobody yet")}</span>;
  const more = members.length - membersShown;
  return (
    <span className="[overflow-wrap:anywhere]">
      <span className="font-mono">
        {members
          .slice(0, membersShown)
          .map((member) => member.login)
          .join(", ")}
      </span>
      {more > 0 && ` ${t("+{count} more", { count: more })}`}
    </span>
  );
}
