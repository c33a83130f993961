"use client";

import { useState } from "react";
import type { UserView } from "#lib/users/schema.ts";
import { Time } from "./ui/clock.tsx";
import { Badge, Status } from "./ui/status.tsx";
import { ActionCell, Cell, Row, Surface, Table } from "./ui/table.tsx";
import { type UserActions, UserDialogs, type UserQuestion } from "./user-dialogs.tsx";
import { UserMenu } from "./user-menu.tsx";

const columns = [
  { label: "User" },
  { label: "State" },
  { label: "Teams" },
  { label: "Kubeconfigs in force", align: "end" },
  { label: "Last sign-in" },
  { label: "", hiddenLabel: "Actions" },
] as const;

/** Everyone, `selfId` being who looks. */
export function UserTable({ users, selfId, actions }: { users: readonly UserView[]; selfId: string; actions: UserActions }) {
  const [asked, setAsked] = useState<{ user: UserView; question: UserQuestion } | null>(null);
  const [isOpen, setOpen] = useState(false);
  const ask = (user: UserView, question: UserQuestion) => {
    setAsked({ user, question });
    setOpen(true);
  };
  return (
    <>
      <Surface>
        <Table label="Users" columns={columns}>
          {users.map((user) => (
            <Row key={user.id}>
              <Cell>
                <span className="flex min-w-0 flex-col">
                  <span className="flex flex-wrap items-center gap-2">
                    <span className="font-mono [overflow-wrap:anywhere]">{user.login}</span>
                    {user.isAdmin && <Badge>administrator</Badge>}
                    {user.id === selfId && <Badge>you</Badge>}
                  </span>
                  <span className="text-ink-soft text-small [overflow-wrap:anywhere]">{user.displayName}</span>
                </span>
              </Cell>
              <Cell label="State">
                <UserState state={user.state} />
              </Cell>
              <Cell label="Teams" mono={user.teams.length > 0}>
                {user.teams.length > 0 ? user.teams.map((team) => team.name).join(", ") : <span className="text-ink-soft">none</span>}
              </Cell>
              <Cell label="Kubeconfigs" align="end">
                {user.liveKubeconfigs}
              </Cell>
              <Cell label="Last sign-in">{user.lastSignInAt ? <Time at={user.lastSignInAt} /> : <span className="text-ink-soft">never</span>}</Cell>
              <ActionCell>
                <UserMenu user={user} isSelf={user.id === selfId} onAsk={(question) => ask(user, question)} />
              </ActionCell>
            </Row>
          ))}
        </Table>
      </Surface>
      {asked && (
        <UserDialogs key={asked.user.id} user={asked.user} question={isOpen ? asked.question : null} onClose={() => setOpen(false)} actions={actions} />
      )}
    </>
  );
}

function UserState({ state }: { state: UserView["state"] }) {
  switch (state) {
    case "active":
      return <Status tone="good">Active</Status>;
    case "invited":
      return <Status tone="waiting">Invited</Status>;
    case "must-change-password":
      return <Status tone="waiting">Must change password</Status>;
    case "disabled":
      return <Status tone="off">Disabled</Status>;
  }
}
