"use client";

import { Ellipsis } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { TickBox } from "#components/ui/checkbox.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NameLink } from "#components/ui/name-link.tsx";
import { Status } from "#components/ui/status.tsx";
import { ActionCell, Cell, Row, Surface, Table } from "#components/ui/table.tsx";

const columns = [
  { label: "", hiddenLabel: "Selected", className: "w-8" },
  { label: "Name" },
  { label: "Status" },
  { label: "Requests", align: "end" },
  { label: "", hiddenLabel: "Actions" },
] as const;
const names = ["payments", "web", "a-cluster-whose-name-is-as-long-as-any-cluster-name-may-become-1"];

/** At both heights of rows; the first row is ticked. */
export function TableSamples() {
  return (
    <div className="flex flex-col gap-4">
      <Samples label="Rows" dense={false} />
      <Samples label="Dense rows" dense />
    </div>
  );
}

function Samples({ label, dense }: { label: string; dense: boolean }) {
  return (
    <Surface>
      <Table label={label} columns={columns} dense={dense}>
        {names.map((name, index) => (
          <Row key={name} selected={index === 0}>
            <Cell>
              <TickBox label={`Tick ${name}`} defaultChecked={index === 0} />
            </Cell>
            <Cell>
              <NameLink href="#table">{name}</NameLink>
            </Cell>
            <Cell label="Status">
              <Status tone={index === 1 ? "bad" : "good"}>{index === 1 ? "Down" : "Ready"}</Status>
            </Cell>
            <Cell label="Requests" align="end">
              {(1234 * (index + 1)).toLocaleString("en")}
            </Cell>
            <ActionCell>
              <Button tone="quiet" size="icon" aria-label={`Actions for ${name}`}>
                <Ellipsis className="size-4" aria-hidden="true" />
              </Button>
            </ActionCell>
          </Row>
        ))}
      </Table>
    </Surface>
  );
}

export function EmptySample() {
  return (
    <Surface>
      <EmptyState title="No environment matches “prod-9”" action={<Button>Clear filters</Button>}>
        Names, labels and groups are searched.
      </EmptyState>
    </Surface>
  );
}
