import type { AuditAction, AuditEventView } from "#lib/audit/schema.ts";
import { t } from "#lib/texts/index.ts";

/** What each action says about its target, after the name of the person. */
const changes: Record<Exclude<AuditAction, `request.${string}` | `stream.${string}`>, string> = {
  "instance.set-up": "set up Drawbridge",
  "instance.restored": "restored a backup",
  "instance.admin-link-made": "made a link for an administrator by command, on the host:",
  "session.signed-in": "signed in",
  "session.refused": "was refused at sign-in",
  "session.signed-out": "signed out",
  "session.ended": "ended sessions of",
  "user.created": "added user",
  "user.updated": "changed user",
  "user.disabled": "disabled user",
  "user.enabled": "enabled user",
  "user.deleted": "deleted user",
  "user.invited": "invited user",
  "user.invitation-accepted": "accepted the invitation",
  "user.password-changed": "changed the password of",
  "user.password-reset": "reset the password of",
  "user.second-factor-added": "added a second factor for",
  "user.second-factor-removed": "removed a second factor of",
  "user.second-factor-renamed": "renamed a second factor of",
  "user.second-factors-reset": "took the second factors away from",
  "user.recovery-codes-renewed": "made new recovery codes for",
  "team.created": "added team",
  "team.updated": "changed team",
  "team.deleted": "deleted team",
  "environment.created": "added environment",
  "environment.updated": "changed environment",
  "environment.disabled": "disabled environment",
  "environment.enabled": "enabled environment",
  "environment.removed": "removed environment",
  "environment.credential-renewed": "renewed the credentials of",
  "environment.drift-mended": "put right in the cluster",
  "grant.created": "granted",
  "grant.updated": "changed a grant to",
  "grant.deleted": "took away",
  "grant.applied": "brought into the cluster:",
  "grant.refused": "was refused by the cluster:",
  "kubeconfig.issued": "issued kubeconfig",
  "kubeconfig.renewed": "renewed kubeconfig",
  "kubeconfig.extended": "extended kubeconfig",
  "kubeconfig.shortened": "shortened kubeconfig",
  "kubeconfig.updated": "changed kubeconfig",
  "kubeconfig.environment-revoked": "took an environment out of kubeconfig",
  "kubeconfig.revoked": "revoked kubeconfig",
  "settings.updated": "changed the settings",
  "certificate.uploaded": "uploaded a certificate for Drawbridge",
  "certificate.removed": "went back to the certificate by Drawbridge’s own CA",
  "audit.export-started": "began to export the audit",
  "audit.exported": "exported the audit",
  "audit.dropped": "could not write to the audit:",
  "audit.deleted": "deleted old events of the audit:",
};

const withoutTarget = new Set<AuditAction>([
  "user.invitation-accepted",
  "instance.set-up",
  "session.signed-in",
  "session.signed-out",
  "settings.updated",
  "certificate.uploaded",
  "certificate.removed",
  "audit.export-started",
  "audit.exported",
]);

/** One event in words, without its person and environment: `what` is prose, `object` is a name to set in mono. */
export function auditSentence(event: AuditEventView): { what: string; object: string | null } {
  switch (event.action) {
    case "request.forwarded":
    case "request.refused":
    case "stream.started":
    case "stream.ended":
      return requestSentence(event);
    case "grant.created":
    case "grant.updated":
    case "grant.deleted":
    case "grant.applied":
    case "grant.refused":
      return { what: changes[event.action], object: grantWords(event) };
    case "audit.exported":
    case "audit.dropped":
    case "audit.deleted":
      return { what: changes[event.action], object: typeof event.detail?.count === "number" ? `${event.detail.count.toLocaleString("en")} rows` : null };
    case "session.refused":
      return { what: event.detail?.factor === "present password" ? "gave a wrong present password" : changes[event.action], object: null };
    default:
      return { what: changes[event.action], object: withoutTarget.has(event.action) ? null : (event.target?.name ?? null) };
  }
}

/** "edit of team payments in default, web"; the names stand in the detail of the event. */
function grantWords({ target, detail }: AuditEventView): string {
  const who = target ? (target.kind === "team" ? `team ${target.name}` : target.name) : "";
  const namespaces = Array.isArray(detail?.namespaces) ? ` in ${detail.namespaces.join(", ")}` : "";
  return `${typeof detail?.clusterRole === "string" ? `${detail.clusterRole} of ` : ""}${who}${namespaces}`;
}

function requestSentence(event: AuditEventView): { what: string; object: string } {
  const { resource, verb, requestURI, subresource } = event;
  const stream = streamSentence(event);
  if (stream !== null) return stream;
  if (subresource === "log") return { what: `${phrase(event, logWords)} the log of`, object: placeOf(event) };
  const what = event.action === "stream.started" ? "opened" : event.action === "stream.ended" ? "closed" : "asked";
  if (!resource) return { what, object: [verb, requestURI].filter(Boolean).join(" ") };
  return { what, object: [verb, subresource ? `${resource}/${subresource}` : resource, placeOf(event)].filter(Boolean).join(" ") };
}

/** Of an action at its start, at its end, and when it was refused. */
type Words = readonly [started: string, ended: string, asked: string];

const logWords: Words = ["followed", "stopped following", "read"];

function phrase({ action }: AuditEventView, [started, ended, asked]: Words): string {
  return action === "stream.started" ? started : action === "stream.ended" ? ended : asked;
}

/** exec, attach and port-forward as what they were for. */
function streamSentence(event: AuditEventView): { what: string; object: string } | null {
  const { stream, subresource } = event;
  if (stream === null) return null;
  const { command, ports, copy } = stream;
  const place = placeOf(event);
  if (copy !== null) {
    const words: Words = [`copied ${copy.direction}`, `ended copying ${copy.direction}`, `asked to copy ${copy.direction}`];
    return { what: phrase(event, words), object: copy.path === null ? place : `${event.name ?? ""}:${copy.path} ${namespaceOf(event)}`.trim() };
  }
  if (subresource === "exec") return { what: phrase(event, ["ran", "ended", "asked to run"]), object: `${shellWords(command)} in ${place}` };
  if (subresource === "attach") return { what: phrase(event, ["attached to", "detached from", "asked to attach to"]), object: place };
  const what = ports.length === 0 ? "a port of" : `port${ports.length > 1 ? "s" : ""} ${ports.join(", ")} of`;
  return { what: phrase(event, ["forwarded", "ended forwarding", "asked to forward"]), object: `${what} ${place}` };
}

function placeOf(event: AuditEventView): string {
  return [event.name, namespaceOf(event)].filter(Boolean).join(" ");
}

function namespaceOf({ namespace }: AuditEventView): string {
  return namespace ? `-n ${namespace}` : "";
}

/** As one would type it. */
function shellWords(command: readonly string[]): string {
  return command.length === 0 ? "a command" : command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}

/** How an event ended. HTTP codes of the cluster or of ours; events without one succeeded, unless their name says otherwise. */
export function auditResult(event: AuditEventView): { kind: "ok" | "refused" | "failed"; label: string } {
  if (event.code !== null) {
    const kind = event.code < 400 ? "ok" : event.code < 500 ? "refused" : "failed";
    return { kind, label: String(event.code) };
  }
  return event.action.endsWith(".refused") ? { kind: "refused", label: t("refused") } : { kind: "ok", label: t("done") };
}
