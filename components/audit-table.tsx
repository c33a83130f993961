"use client";

import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import type { AuditEventView } from "#lib/audit/schema.ts";
import { AuditDetails } from "./audit-details.tsx";
import { auditResult, auditSentence } from "./audit-sentence.ts";
import { buttonClass } from "./ui/button.tsx";
import { classNames } from "./ui/class-names.ts";
import { Time } from "./ui/clock.tsx";
import { Status } from "./ui/status.tsx";
import { Cell, DetailRow, Row, Surface, Table } from "./ui/table.tsx";

const columns = [
  { label: "", hiddenLabel: "Details", className: "w-8" },
  { label: "When", className: "max-lg:w-28" },
  { label: "Who" },
  { label: "What", className: "w-full" },
  { label: "Environment" },
  { label: "Result" },
] as const;

const tones = { ok: "good", refused: "warn", failed: "bad" } as const;

/** Events, newest first; each opens to all that is known of it. */
export function AuditTable({ events }: { events: readonly AuditEventView[] }) {
  return (
    <Surface>
      <Table label="Events" columns={columns} dense>
        {events.map((event) => (
          <AuditRow key={event.id} event={event} />
        ))}
      </Table>
    </Surface>
  );
}

function AuditRow({ event }: { event: AuditEventView }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { what, object } = auditSentence(event);
  const result = auditResult(event);
  return (
    <>
      <Row>
        <Cell className="max-sm:absolute max-sm:top-2 max-sm:right-2">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            aria-label={`Details: ${event.actorLogin ?? "someone"} ${what} ${object ?? ""}`.trim()}
            onClick={() => setOpen(!open)}
            className={classNames(buttonClass("quiet", "icon"), "size-6")}
          >
            <ChevronRight className={classNames("size-4", open && "rotate-90")} aria-hidden="true" />
          </button>
        </Cell>
        <Cell className="max-sm:text-ink-soft max-sm:text-small lg:whitespace-nowrap">
          <Time at={event.at} as="instant" />
        </Cell>
        <Cell mono className="sm:whitespace-nowrap">
          {event.actorLogin ?? "–"}
        </Cell>
        <Cell>
          <span className="[overflow-wrap:anywhere]">
            {what} {object !== null && <span className="font-mono text-small">{object}</span>}
          </span>
        </Cell>
        <Cell mono className={event.environment ? "" : "max-sm:hidden"}>
          {event.environment?.name ?? ""}
        </Cell>
        <Cell>
          <Status tone={tones[result.kind]}>{result.label}</Status>
        </Cell>
      </Row>
      {open && (
        <DetailRow columns={columns.length}>
          <div id={id}>
            <AuditDetails event={event} />
          </div>
        </DetailRow>
      )}
    </>
  );
}
