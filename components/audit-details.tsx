import type { AuditEventView } from "#lib/audit/schema.ts";
import { formatCount, t } from "#lib/texts/index.ts";
import { classNames } from "./ui/class-names.ts";
import { Time } from "./ui/clock.tsx";

/** Everything that is known of an event, under the names of `audit.k8s.io/v1` where it has them. */
export function AuditDetails({ event, wide = false }: { event: AuditEventView /** Not below a row, but by itself. */; wide?: boolean }) {
  const facts = factsOf(event);
  return (
    <dl className={classNames("grid grid-cols-[8rem_1fr] gap-x-3 gap-y-1 max-sm:grid-cols-1 max-sm:gap-y-0", !wide && "pt-1 sm:pl-10")}>
      <dt className="text-ink-soft">{t("at")}</dt>
      <dd className="max-sm:pb-1.5">
        <Time at={event.at} as="both" /> <span className="font-mono text-ink-soft text-small">{event.at}</span>
      </dd>
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-soft">{name}</dt>
          <dd className="font-mono text-small leading-5 [overflow-wrap:anywhere] max-sm:pb-1.5">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A value of an event's detail; lists of names as people write them. */
function valueWords(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value.join(", ") : JSON.stringify(value);
}

function factsOf(event: AuditEventView): [string, string][] {
  const { target, environment, detail, stream } = event;
  const facts: [string, string | number | null][] = [
    [t("event"), event.action],
    [t("target"), target && `${target.kind} ${target.name}`],
    [t("environment"), environment && (environment.id === null ? environment.name : `${environment.name} (${environment.id})`)],
    [t("kubeconfig"), event.kubeconfigId],
    ["verb", event.verb],
    ["requestURI", event.requestURI],
    ["apiGroup", event.apiGroup],
    ["resource", event.resource],
    ["subresource", event.subresource],
    ["namespace", event.namespace],
    ["name", event.name],
    ["code", event.code],
    ["auditID", event.auditID],
    ["sourceIP", event.sourceIP],
    ["userAgent", event.userAgent],
    [t("command"), stream?.command.join(" ") ?? null],
    [t("container"), stream?.container ?? null],
    [t("ports"), stream?.ports.join(", ") ?? null],
    [t("duration"), event.durationMs === null ? null : `${formatCount(event.durationMs)} ms`],
    [t("bytes sent"), event.requestBytes === null ? null : formatCount(event.requestBytes)],
    [t("bytes received"), event.responseBytes === null ? null : formatCount(event.responseBytes)],
    [t("ended by"), event.endedBy],
    ...Object.entries(detail ?? {}).map(([name, value]): [string, string | null] => [name, valueWords(value)]),
  ];
  return facts.flatMap(([name, value]): [string, string][] => (value === null || value === "" ? [] : [[name, String(value)]]));
}
