"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import type { GrantView } from "#lib/access/schema.ts";
import { Button } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { Time } from "./ui/clock.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { EmptyState } from "./ui/empty-state.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { SearchField } from "./ui/search-field.tsx";
import { Badge, Status } from "./ui/status.tsx";
import { ActionCell, Cell, DetailRow, Row, Surface, Table } from "./ui/table.tsx";

const columns = [
  { label: "Who" },
  { label: "Environment" },
  { label: "Role" },
  { label: "Namespaces" },
  { label: "State" },
  { label: "Granted" },
  { label: "", hiddenLabel: "Actions" },
] as const;

/** Every grant, found by typing a part of anything in it. Empty, it stays on the page, as the dialog that removed the last one has yet to close. */
export function GrantTable({ grants, remove }: { grants: readonly GrantView[]; remove: FormAction }) {
  const [search, setSearch] = useState("");
  // Kept here and not in the row, which goes while the dialog still has to say so.
  const [removing, setRemoving] = useState<{ grant: GrantView; isOpen: boolean } | null>(null);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = grants.filter((grant) => words.every((word) => textOf(grant).includes(word)));
  return (
    <div className="flex flex-col gap-3">
      {grants.length > 0 && (
        <>
          <SearchField label="Search by user, team, environment, role or namespace" value={search} onChange={setSearch} className="max-w-md" />
          <Surface>
            {shown.length === 0 ? (
              <EmptyState title="No grant matches" action={<Button onClick={() => setSearch("")}>Clear the search</Button>} />
            ) : (
              <Table label="Grants" columns={columns}>
                {shown.map((grant) => (
                  <GrantRow key={grant.id} grant={grant} onRemove={() => setRemoving({ grant, isOpen: true })} />
                ))}
              </Table>
            )}
          </Surface>
        </>
      )}
      {removing && (
        <RemoveDialog grant={removing.grant} open={removing.isOpen} onClose={() => setRemoving({ grant: removing.grant, isOpen: false })} action={remove} />
      )}
    </div>
  );
}

function GrantRow({ grant, onRemove }: { grant: GrantView; onRemove: () => void }) {
  const { subject, environment, clusterRole, namespaces, state, message, createdAt, createdBy } = grant;
  return (
    <>
      <Row>
        <Cell>
          <span className="flex flex-wrap items-center gap-2">
            <span className="font-mono [overflow-wrap:anywhere]">{subject.name}</span>
            {subject.kind === "team" && <Badge>team</Badge>}
          </span>
        </Cell>
        <Cell label="Environment" mono className="[overflow-wrap:anywhere]">
          {environment.name}
        </Cell>
        <Cell label="Role" mono className="[overflow-wrap:anywhere]">
          {clusterRole}
        </Cell>
        <Cell label="Namespaces" mono={namespaces !== null} className="[overflow-wrap:anywhere]">
          {namespaces === null ? "all" : namespaces.join(", ")}
        </Cell>
        <Cell label="State">
          <GrantState state={state} />
        </Cell>
        <Cell label="Granted">
          <span className="text-ink-soft">
            <Time at={createdAt} /> by <span className="font-mono">{createdBy}</span>
          </span>
        </Cell>
        <ActionCell>
          <Button tone="quiet" size="icon" aria-label={`Remove ${clusterRole} of ${subject.name} in ${environment.name}`} onClick={onRemove}>
            <Trash2 className="size-4" aria-hidden="true" />
          </Button>
        </ActionCell>
      </Row>
      {message !== null && (
        <DetailRow columns={columns.length}>
          <Callout tone={state === "refused" ? "bad" : "note"} title={state === "refused" ? "The cluster refuses it" : "Not there yet"}>
            <p>{state === "refused" ? message : `The last try failed: ${message}`}</p>
            <p className="text-ink-soft">Drawbridge tries again by itself.</p>
          </Callout>
        </DetailRow>
      )}
    </>
  );
}

function RemoveDialog({ grant, open, onClose, action }: { grant: GrantView; open: boolean; onClose: () => void; action: FormAction }) {
  const { id, subject, environment, clusterRole, namespaces } = grant;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onClose}
      title={`Remove ${clusterRole} of ${subject.name} in ${environment.name}?`}
      confirm="Remove grant"
      action={action}
      fields={{ id }}
      done="The grant is removed."
    >
      <p>
        {subject.kind === "team" ? `Whoever is in ${subject.name}` : subject.name} loses it with the next request
        {namespaces !== null && ` in ${namespaces.join(", ")}`}, and open streams that need it end. Other grants stay.
      </p>
    </ConfirmDialog>
  );
}

function GrantState({ state }: { state: GrantView["state"] }) {
  switch (state) {
    case "applied":
      return <Status tone="good">Applied</Status>;
    case "applying":
      return <Status tone="waiting">Applying…</Status>;
    case "refused":
      return <Status tone="bad">Refused</Status>;
  }
}

function textOf({ subject, environment, clusterRole, namespaces }: GrantView): string {
  return [subject.name, environment.name, clusterRole, ...(namespaces ?? ["all"])].join(" ").toLowerCase();
}
