"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { memo, useId, useState } from "react";
import type { AuditEventView } from "#lib/audit/schema.ts";
import { t } from "#lib/texts/index.ts";
import { auditEventAddress } from "./audit-address.ts";
import { AuditDetails } from "./audit-details.tsx";
import { auditResult, auditSentence } from "./audit-sentence.ts";
import { buttonClass } from "./ui/button.tsx";
import { classNames } from "./ui/class-names.ts";
import { Time } from "./ui/clock.tsx";
import { Status } from "./ui/status.tsx";
import { Cell, DetailRow, Row, Surface, Table } from "./ui/table.tsx";

const columns = [
  { label: "", hiddenLabel: t("Details"), className: "w-8" },
  { label: t("When"), className: "max-lg:w-28" },
  { label: t("Who") },
  { label: t("What"), className: "w-full" },
  { label: t("Environment") },
  { label: t("Result") },
] as const;

const tones = { ok: "done", refused: "warn", failed: "bad" } as const;

/** Events, newest first; each opens to all that is known of it. */
export function AuditTable({ events, label = t("Events") }: { events: readonly AuditEventView[]; label?: string }) {
  return (
    <Surface>
      <Table label={label} columns={columns} dense>
        {events.map((event) => (
          <AuditRow key={event.id} event={event} />
        ))}
      </Table>
    </Surface>
  );
}

/** One event. On narrow screens what happened comes first, and who, where and when share a line below it. */
const AuditRow = memo(function AuditRow({ event }: { event: AuditEventView }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { what, object, after } = auditSentence(event);
  const who = event.actorLogin ?? "–";
  return (
    <>
      <Row>
        <Cell className="max-sm:absolute max-sm:top-2 max-sm:right-2">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            aria-label={t("Details: {what}", { what: [event.actorLogin ?? t("someone"), what, object, after].filter(Boolean).join(" ") })}
            onClick={() => setOpen(!open)}
            className={classNames(buttonClass("quiet", "icon"), "size-6!")}
          >
            <ChevronRight className={classNames("size-4", open && "rotate-90")} aria-hidden="true" />
          </button>
        </Cell>
        <Cell className="max-sm:hidden lg:whitespace-nowrap">
          <Time at={event.at} as="second" />
        </Cell>
        <Cell mono className="max-sm:hidden sm:whitespace-nowrap">
          {who}
        </Cell>
        <Cell className="max-sm:pr-8!">
          <span className="[overflow-wrap:anywhere]">
            <span className="font-mono sm:hidden">{who} </span>
            {what} {object !== null && <span className="font-mono text-small">{object}</span>}
            {after !== "" && ` ${after}`}
          </span>
        </Cell>
        <Cell mono className="max-sm:hidden">
          {event.environment?.name ?? ""}
        </Cell>
        <Cell className="max-sm:flex-wrap max-sm:gap-x-2! max-sm:gap-y-0! max-sm:text-small">
          <AuditResult event={event} />
          <span className="flex flex-wrap gap-x-2 text-ink-soft sm:hidden">
            {event.environment && <span className="font-mono">{event.environment.name}</span>}
            <Time at={event.at} />
          </span>
        </Cell>
      </Row>
      {open && (
        <DetailRow>
          <div id={id}>
            <AuditDetails event={event} />
            <p className="pt-2 sm:pl-10">
              <Link href={auditEventAddress(event.id)} className="text-link">
                {t("Page of this event")}
              </Link>
            </p>
          </div>
        </DetailRow>
      )}
    </>
  );
});

export function AuditResult({ event }: { event: AuditEventView }) {
  const { kind, label } = auditResult(event);
  return <Status tone={tones[kind]}>{label}</Status>;
}
