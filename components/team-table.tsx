"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import type { TeamView } from "#lib/teams/schema.ts";
import { type Member, TeamDialog } from "./team-dialog.tsx";
import { Button } from "./ui/button.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { ActionCell, Cell, Row, Surface, Table } from "./ui/table.tsx";

const columns = [{ label: "Team" }, { label: "Members" }, { label: "Grants", align: "end" }, { label: "", hiddenLabel: "Actions" }] as const;
const membersShown = 6;

/** Nothing to see without a team; it stays on the page even then, as the dialog that deletes the last one has yet to close. */
export function TeamTable({
  teams,
  users,
  actions,
}: {
  teams: readonly TeamView[];
  users: readonly Member[];
  actions: { update: FormAction<string>; remove: FormAction };
}) {
  // Kept here and not in the row, which goes while the dialog still has to say so.
  const [deleting, setDeleting] = useState<{ team: TeamView; isOpen: boolean } | null>(null);
  return (
    <>
      {teams.length > 0 && (
        <Surface>
          <Table label="Teams" columns={columns}>
            {teams.map((team) => (
              <Row key={team.id}>
                <Cell mono className="[overflow-wrap:anywhere]">
                  {team.name}
                </Cell>
                <Cell label="Members">
                  <MemberNames team={team} />
                </Cell>
                <Cell label="Grants" align="end">
                  {team.grantCount}
                </Cell>
                <ActionCell>
                  <span className="flex justify-end gap-1">
                    <TeamDialog
                      team={team}
                      users={users}
                      action={actions.update}
                      trigger={
                        <Button tone="quiet" size="icon" aria-label={`Edit ${team.name}`}>
                          <Pencil className="size-4" aria-hidden="true" />
                        </Button>
                      }
                    />
                    <Button tone="quiet" size="icon" aria-label={`Delete ${team.name}`} onClick={() => setDeleting({ team, isOpen: true })}>
                      <Trash2 className="size-4" aria-hidden="true" />
                    </Button>
                  </span>
                </ActionCell>
              </Row>
            ))}
          </Table>
        </Surface>
      )}
      {deleting && (
        <ConfirmDialog
          open={deleting.isOpen}
          onOpenChange={() => setDeleting({ team: deleting.team, isOpen: false })}
          title={`Delete ${deleting.team.name}?`}
          confirm={`Delete ${deleting.team.name}`}
          action={actions.remove}
          fields={{ id: deleting.team.id }}
          done={`${deleting.team.name} is deleted.`}
        >
          <p>{whatEnds(deleting.team)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function MemberNames({ team: { members } }: { team: TeamView }) {
  if (members.length === 0) return <span className="text-ink-soft">nobody yet</span>;
  const more = members.length - membersShown;
  return (
    <span className="[overflow-wrap:anywhere]">
      <span className="font-mono">
        {members
          .slice(0, membersShown)
          .map((member) => member.login)
          .join(", ")}
      </span>
      {more > 0 && ` +${more} more`}
    </span>
  );
}

function whatEnds({ members, grantCount }: TeamView): string {
  if (grantCount === 0) return "It has no grants, so nobody loses access.";
  const grants = grantCount === 1 ? "its grant" : `its ${grantCount} grants`;
  const people = members.length === 1 ? "one person loses" : `${members.length} people lose`;
  return `With it goes ${grants}: ${people} that access from the next request on, unless they have it otherwise.`;
}
