import Link from "next/link";
import type { AuditEventWhole } from "#lib/audit/schema.ts";
import { t } from "#lib/texts/index.ts";
import { auditAddress, auditAroundAddress } from "./audit-address.ts";
import { AuditDetails } from "./audit-details.tsx";
import { auditSentence } from "./audit-sentence.ts";
import { AuditResult, AuditTable } from "./audit-table.tsx";
import { ButtonLink } from "./ui/button.tsx";
import { Time } from "./ui/clock.tsx";
import { CodeBlock } from "./ui/code-block.tsx";
import { PageHead } from "./ui/page-head.tsx";
import { Surface } from "./ui/table.tsx";

/** One event whole: in words, field by field, as JSON, and what is near it. */
export function AuditEventPage({ whole }: { whole: AuditEventWhole }) {
  const { event, json, others } = whole;
  const { what, object, after } = auditSentence(event);
  const sentence = [event.actorLogin ?? t("Someone"), what, object, after].filter(Boolean).join(" ");
  return (
    <div className="flex flex-col gap-6">
      <div>
        <PageHead title={sentence} action={<ButtonLink href={auditAroundAddress(event.at)}>{t("Events around it")}</ButtonLink>}>
          <Time at={event.at} as="second" />
        </PageHead>
        <Surface className="flex flex-col gap-3 px-4 py-3">
          <p>
            <AuditResult event={event} />
          </p>
          <AuditDetails event={event} wide />
          <Related whole={whole} />
        </Surface>
      </div>
      {others.length > 0 && (
        <section aria-labelledby="same-request" className="flex flex-col gap-2">
          <h2 id="same-request" className="font-strong text-head">
            {t("Of the same request")}
          </h2>
          <AuditTable events={others} label={t("Events of the same request")} />
        </section>
      )}
      <section aria-labelledby="as-event" className="flex flex-col gap-2">
        <h2 id="as-event" className="font-strong text-head">
          {t("As audit.k8s.io/v1 Event")}
        </h2>
        <CodeBlock text={json} label={t("event")} wrap />
      </section>
    </div>
  );
}

/** More of whom and what this event is about. */
function Related({ whole: { event, personId, environmentId } }: { whole: AuditEventWhole }) {
  const { actorLogin, environment, kubeconfigId, sourceIP } = event;
  const links = [
    personId === null ? null : { href: `/admin/users/${personId}`, label: t("User {login}", { login: actorLogin ?? "" }) },
    environmentId === null ? null : { href: `/admin/environments/${environmentId}`, label: t("Environment {name}", { name: environment?.name ?? "" }) },
    actorLogin === null ? null : { href: auditAddress({ person: actorLogin }), label: t("All events of {login}", { login: actorLogin }) },
    environment?.id == null ? null : { href: auditAddress({ environment: environment.id }), label: t("All events in {name}", { name: environment.name }) },
    kubeconfigId === null ? null : { href: auditAddress({ kubeconfig: kubeconfigId }), label: t("All events of this kubeconfig") },
    sourceIP === null ? null : { href: auditAddress({ address: sourceIP }), label: t("All events from {address}", { address: sourceIP }) },
  ].filter((link) => link !== null);
  if (links.length === 0) return null;
  return (
    <ul aria-label={t("Related")} className="flex flex-wrap gap-x-4 gap-y-1 border-line border-t pt-3">
      {links.map(({ href, label }) => (
        <li key={href}>
          <Link href={href} className="text-link [overflow-wrap:anywhere]">
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
