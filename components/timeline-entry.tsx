import Link from "next/link";
import { t } from "#lib/texts/index.ts";
import { auditEventAddress } from "./audit-address.ts";
import { auditResult, auditSentence } from "./audit-sentence.ts";
import { sessionSpan, type TimelineEntry } from "./timeline-days.ts";
import { Time, useClock } from "./ui/clock.tsx";
import { rich } from "./ui/rich.ts";
import { Status } from "./ui/status.tsx";
import { formatDuration } from "./ui/time-format.ts";

/** One thing that happened: when, who, what; of a session also for how long, and where in the day. */
export function TimelineRow({ entry: { event, repeats }, withLinks }: { entry: TimelineEntry; withLinks: boolean }) {
  // Of a session its end tells all: that it was, and for how long.
  const { what, object, after } = auditSentence(event.action === "stream.ended" ? { ...event, action: "stream.started" } : event);
  const result = auditResult(event);
  const message = typeof event.detail?.message === "string" ? event.detail.message : null;
  return (
    <li className="flex gap-3 py-1.5">
      <span className="w-11 shrink-0 text-ink-soft">
        {withLinks ? (
          <Link href={auditEventAddress(event.id)} prefetch={false} className="rounded-control hover:text-accent hover:underline">
            <Time at={event.at} as="time" />
          </Link>
        ) : (
          <Time at={event.at} as="time" />
        )}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-0.5 [overflow-wrap:anywhere]">
        <p>
          {event.isOwn ? t("You") : <span className="font-mono">{event.actorLogin ?? t("someone")}</span>} {what}
          {object !== null && <span className="font-mono text-small"> {object}</span>}
          {after !== "" && ` ${after}`}
          {event.environment !== null && event.action !== "kubeconfig.issued" && (
            <span className="text-ink-soft"> {rich("in {name}", { name: <span className="font-mono text-small">{event.environment.name}</span> })}</span>
          )}
          {repeats > 0 && <span className="text-ink-soft"> {t("and {repeats} more times just before", { repeats })}</span>}
        </p>
        {result.kind !== "ok" && (
          <p className="flex flex-wrap items-start gap-x-2 text-small">
            <Status tone={result.kind === "failed" ? "bad" : "warn"}>
              {result.kind === "failed" ? t("failed, {label}", { label: result.label }) : refusal(result.label)}
            </Status>
            {message !== null && <span className="text-ink-soft">{message}</span>}
          </p>
        )}
        {event.firstUsedAt !== null && (
          <p className="text-ink-soft text-small">{rich("First used {time}", { time: <Time at={event.firstUsedAt} as="instant" /> })}</p>
        )}
        {event.action === "stream.ended" && <Session event={event} />}
      </div>
    </li>
  );
}

function refusal(label: string): string {
  return label === t("refused") ? label : t("refused, {label}", { label });
}

function Session({ event }: { event: TimelineEntry["event"] }) {
  const { timeZone } = useClock();
  const { from, until } = sessionSpan(event, timeZone);
  const endedByUs = event.endedBy !== null && event.endedBy !== "client" && event.endedBy !== "server";
  const start = new Date(Date.parse(event.at) - (event.durationMs ?? 0)).toISOString();
  const span = { start: <Time at={start} as="time" />, length: sessionLength(event.durationMs ?? 0) };
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-ink-soft text-small tabular-nums">
      <svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none" className="h-1.5 w-40 shrink-0 rounded-full bg-sunken max-sm:w-24">
        <rect x={Math.min(from * 100, 99)} width={Math.max((until - from) * 100, 1)} height={1} className="fill-ink-soft" />
      </svg>
      <span>
        {endedByUs
          ? rich("from {start}, for {length}, ended by Drawbridge: {reason}", { ...span, reason: event.endedBy })
          : rich("from {start}, for {length}", span)}
      </span>
    </p>
  );
}

function sessionLength(ms: number): string {
  return ms < 120_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : formatDuration(Math.round(ms / 60_000) * 60);
}
