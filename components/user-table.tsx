"use client";

import { useState } from "react";
import { t } from "#lib/texts/index.ts";
import type { UserView } from "#lib/users/schema.ts";
import { Time } from "./ui/clock.tsx";
import { NameLink } from "./ui/name-link.tsx";
import { sortHeads } from "./ui/sort-head.tsx";
import { Badge } from "./ui/status.tsx";
import { ActionCell, Cell, Row, Surface, Table } from "./ui/table.tsx";
import type { TableColumn } from "./ui/table-sort.ts";
import { NothingFound, TableToolbar } from "./ui/table-toolbar.tsx";
import { useTableView } from "./ui/table-view.ts";
import { TickCell, tickHead, useTickedRows } from "./ui/ticked-rows.tsx";
import { VirtualRows } from "./ui/virtual-rows.tsx";
import { type UserActions, UserDialogs, type UserQuestion } from "./user-dialogs.tsx";
import { UserMenu } from "./user-menu.tsx";
import { UserSelection } from "./user-selection.tsx";
import { UserState } from "./user-state.tsx";

/** Who has yet to do something first. */
const stateOrder: UserView["state"][] = ["invited", "must-change-password", "active", "disabled"];

const columns: readonly TableColumn<UserView>[] = [
  { key: "user", label: t("User"), sortKey: ({ login }) => login },
  { key: "state", label: t("State"), sortKey: ({ state }) => stateOrder.indexOf(state) },
  { key: "teams", label: t("Teams"), sortKey: ({ teams }) => namesOf(teams) || null },
  { key: "files", label: t("Kubeconfigs in force"), sortKey: ({ liveKubeconfigs }) => liveKubeconfigs, greatestFirst: true, align: "end" },
  { key: "sign-in", label: t("Last sign-in"), sortKey: ({ lastSignInAt }) => lastSignInAt, greatestFirst: true },
];

/** Everyone, `selfId` being who looks. */
export function UserTable({ users, selfId, actions }: { users: readonly UserView[]; selfId: string; actions: UserActions }) {
  const view = useTableView(users, { name: "users", columns, textOf });
  const { found } = view;
  const mayTick = ({ id }: UserView) => id !== selfId;
  const ticked = useTickedRows(users, mayTick);
  const heads = [tickHead(t("Tick all but yourself"), found.filter(mayTick), ticked), ...sortHeads(view), { label: "", hiddenLabel: t("Actions") }];
  const [asked, setAsked] = useState<{ user: UserView; question: UserQuestion } | null>(null);
  const [isOpen, setOpen] = useState(false);
  const ask = (user: UserView, question: UserQuestion) => {
    setAsked({ user, question });
    setOpen(true);
  };
  return (
    <div className="flex flex-col gap-3">
      <TableToolbar view={view} label={t("Search by name or team")} />
      <Surface>
        {found.length === 0 ? (
          <NothingFound title={t("No user matches")} onClear={() => view.search("")} />
        ) : (
          <Table label={t("Users")} columns={heads} rowCount={found.length} hidden={view.hidden}>
            <VirtualRows items={found} keyOf={({ id }) => id}>
              {(user) => (
                <Row selected={ticked.has(user)}>
                  <TickCell
                    label={t("Tick {login}", { login: user.login })}
                    checked={ticked.has(user)}
                    disabledReason={mayTick(user) ? null : t("That is you: another administrator has to do it.")}
                    onChange={(on) => ticked.tick([user], on)}
                  />
                  <Cell className="max-sm:pl-8!">
                    <span className="flex min-w-0 flex-col">
                      <span className="flex flex-wrap items-center gap-2">
                        <NameLink href={`/admin/users/${user.id}`}>{user.login}</NameLink>
                        {user.isAdmin && <Badge>{t("administrator")}</Badge>}
                        {user.id === selfId && <Badge>{t("you")}</Badge>}
                      </span>
                      <span className="text-ink-soft text-small [overflow-wrap:anywhere]">{user.displayName}</span>
                    </span>
                  </Cell>
                  <Cell column="state" label={t("State")}>
                    <UserState state={user.state} />
                  </Cell>
                  <Cell column="teams" label={t("Teams")} mono={user.teams.length > 0}>
                    {user.teams.length > 0 ? namesOf(user.teams) : <span className="text-ink-soft">{t("none")}</span>}
                  </Cell>
                  <Cell column="files" label={t("Kubeconfigs")} align="end">
                    {user.liveKubeconfigs}
                  </Cell>
                  <Cell column="sign-in" label={t("Last sign-in")}>
                    {user.lastSignInAt ? <Time at={user.lastSignInAt} /> : <span className="text-ink-soft">{t("never")}</span>}
                  </Cell>
                  <ActionCell>
                    <UserMenu user={user} isSelf={user.id === selfId} onAsk={(question) => ask(user, question)} />
                  </ActionCell>
                </Row>
              )}
            </VirtualRows>
          </Table>
        )}
      </Surface>
      <UserSelection ticked={ticked} actions={actions} />
      {asked && (
        <UserDialogs key={asked.user.id} user={asked.user} question={isOpen ? asked.question : null} onClose={() => setOpen(false)} actions={actions} />
      )}
    </div>
  );
}

function namesOf(teams: UserView["teams"]): string {
  return teams.map(({ name }) => name).join(", ");
}

function textOf({ login, displayName, teams, state, isAdmin }: UserView): string {
  return [login, displayName, ...teams.map(({ name }) => name), state, isAdmin ? "administrator" : ""].join(" ");
}
