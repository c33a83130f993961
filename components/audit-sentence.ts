import type { AuditAction, AuditEventView } from "#lib/audit/schema.ts";
import { t, tn } from "#lib/texts/index.ts";

/** Where the object stands in a sentence until it is set in mono there: no text has this character. */
const gap = "\0";
const of = { object: gap };

/** What each action says about its target, after the name of the person. */
const changes: Record<Exclude<AuditAction, `request.${string}` | `stream.${string}`>, string> = {
  "instance.set-up": t("set up Drawbridge"),
  "instance.restored": t("restored a backup {object}", of),
  "instance.moved": t("moved the database to PostgreSQL"),
  "instance.admin-link-made": t("made a link for an administrator by command, on the host: {object}", of),
  "session.signed-in": t("signed in"),
  "session.refused": t("was refused at sign-in"),
  "session.signed-out": t("signed out"),
  "session.ended": t("ended sessions of {object}", of),
  "user.created": t("added user {object}", of),
  "user.updated": t("changed user {object}", of),
  "user.disabled": t("disabled user {object}", of),
  "user.enabled": t("enabled user {object}", of),
  "user.deleted": t("deleted user {object}", of),
  "user.invited": t("invited user {object}", of),
  "user.invitation-accepted": t("accepted the invitation"),
  "user.password-changed": t("changed the password of {object}", of),
  "user.password-reset": t("reset the password of {object}", of),
  "user.second-factor-added": t("added a second factor for {object}", of),
  "user.second-factor-removed": t("removed a second factor of {object}", of),
  "user.second-factor-renamed": t("renamed a second factor of {object}", of),
  "user.second-factors-reset": t("took the second factors away from {object}", of),
  "user.recovery-codes-renewed": t("made new recovery codes for {object}", of),
  "team.created": t("added team {object}", of),
  "team.updated": t("changed team {object}", of),
  "team.deleted": t("deleted team {object}", of),
  "environment.created": t("added environment {object}", of),
  "environment.updated": t("changed environment {object}", of),
  "environment.disabled": t("disabled environment {object}", of),
  "environment.enabled": t("enabled environment {object}", of),
  "environment.removed": t("removed environment {object}", of),
  "environment.credential-renewed": t("renewed the credentials of {object}", of),
  "environment.drift-mended": t("put right in the cluster {object}", of),
  "grant.created": t("granted {object}", of),
  "grant.updated": t("changed a grant to {object}", of),
  "grant.deleted": t("took away {object}", of),
  "grant.applied": t("brought into the cluster: {object}", of),
  "grant.refused": t("was refused by the cluster: {object}", of),
  "kubeconfig.issued": t("issued kubeconfig {object}", of),
  "kubeconfig.renewed": t("renewed kubeconfig {object}", of),
  "kubeconfig.extended": t("extended kubeconfig {object}", of),
  "kubeconfig.shortened": t("shortened kubeconfig {object}", of),
  "kubeconfig.updated": t("changed kubeconfig {object}", of),
  "kubeconfig.environment-revoked": t("took an environment out of kubeconfig {object}", of),
  "kubeconfig.revoked": t("revoked kubeconfig {object}", of),
  "settings.updated": t("changed the settings"),
  "certificate.uploaded": t("uploaded a certificate for Drawbridge"),
  "certificate.removed": t("went back to the certificate by Drawbridge’s own CA"),
  "audit.export-started": t("began to export the audit"),
  "audit.exported": t("exported the audit"),
  "audit.dropped": t("could not write to the audit: {object}", of),
  "audit.deleted": t("deleted old events of the audit: {object}", of),
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

/** One event in words, without its person and environment: what stands before and `after` an object, which is a name to set in mono. */
interface AuditSentence {
  what: string;
  object: string | null;
  /** Empty in English. */
  after: string;
}

export function auditSentence(event: AuditEventView): AuditSentence {
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
      return sentence(changes[event.action], grantWords(event));
    case "audit.exported":
    case "audit.dropped":
    case "audit.deleted":
      return sentence(changes[event.action], typeof event.detail?.count === "number" ? tn(event.detail.count, "{count} rows", "{count} rows") : null);
    case "session.refused":
      return sentence(event.detail?.factor === "present password" ? t("gave a wrong present password") : changes[event.action], null);
    default:
      return sentence(changes[event.action], withoutTarget.has(event.action) ? null : (event.target?.name ?? null));
  }
}

function sentence(words: string, object: string | null): AuditSentence {
  const [what = "", after = ""] = words.split(gap);
  return { what: what.trim(), object, after: after.trim() };
}

/** "edit of team payments in default, web"; the names stand in the detail of the event. */
function grantWords({ target, detail }: AuditEventView): string {
  const name = target?.name ?? "";
  const who = target?.kind === "team" ? t("team {name}", { name }) : name;
  const role = typeof detail?.clusterRole === "string" ? detail.clusterRole : null;
  const namespaces = Array.isArray(detail?.namespaces) ? detail.namespaces.join(", ") : null;
  if (namespaces === null) return role === null ? who : t("{role} of {who}", { role, who });
  return role === null ? t("{who} in {namespaces}", { who, namespaces }) : t("{role} of {who} in {namespaces}", { role, who, namespaces });
}

function requestSentence(event: AuditEventView): AuditSentence {
  const { resource, verb, requestURI, subresource } = event;
  const stream = streamSentence(event);
  if (stream !== null) return stream;
  if (subresource === "log") return sentence(phrase(event, logWords), placeOf(event));
  const what =
    event.action === "stream.started" ? t("opened {object}", of) : event.action === "stream.ended" ? t("closed {object}", of) : t("asked {object}", of);
  if (!resource) return sentence(what, [verb, requestURI].filter(Boolean).join(" "));
  return sentence(what, [verb, subresource ? `${resource}/${subresource}` : resource, placeOf(event)].filter(Boolean).join(" "));
}

/** Of an action at its start, at its end, and when it was refused. */
type Words = readonly [started: string, ended: string, asked: string];

const logWords: Words = [t("followed the log of {object}", of), t("stopped following the log of {object}", of), t("read the log of {object}", of)];
const copyWords: Record<"from" | "to", Words> = {
  from: [t("copied from {object}", of), t("ended copying from {object}", of), t("asked to copy from {object}", of)],
  to: [t("copied to {object}", of), t("ended copying to {object}", of), t("asked to copy to {object}", of)],
};
const execWords: Words = [t("ran {object}", of), t("ended {object}", of), t("asked to run {object}", of)];
const attachWords: Words = [t("attached to {object}", of), t("detached from {object}", of), t("asked to attach to {object}", of)];
const forwardWords: Words = [t("forwarded {object}", of), t("ended forwarding {object}", of), t("asked to forward {object}", of)];

function phrase({ action }: AuditEventView, [started, ended, asked]: Words): string {
  return action === "stream.started" ? started : action === "stream.ended" ? ended : asked;
}

/** exec, attach and port-forward as what they were for. */
function streamSentence(event: AuditEventView): AuditSentence | null {
  const { stream, subresource } = event;
  if (stream === null) return null;
  const { command, ports, copy } = stream;
  const place = placeOf(event);
  if (copy !== null) {
    const whole = copy.path === null ? place : `${event.name ?? ""}:${copy.path} ${namespaceOf(event)}`.trim();
    return sentence(phrase(event, copyWords[copy.direction]), whole);
  }
  if (subresource === "exec") return sentence(phrase(event, execWords), t("{command} in {place}", { command: shellWords(command), place }));
  if (subresource === "attach") return sentence(phrase(event, attachWords), place);
  const port =
    ports.length === 0
      ? t("a port of {place}", { place })
      : tn(ports.length, "port {ports} of {place}", "ports {ports} of {place}", { ports: ports.join(", "), place });
  return sentence(phrase(event, forwardWords), port);
}

function placeOf(event: AuditEventView): string {
  return [event.name, namespaceOf(event)].filter(Boolean).join(" ");
}

function namespaceOf({ namespace }: AuditEventView): string {
  return namespace ? `-n ${namespace}` : "";
}

/** As one would type it. */
function shellWords(command: readonly string[]): string {
  return command.length === 0 ? t("a command") : command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}

/** How an event ended. HTTP codes of the cluster or of ours; events without one succeeded, unless their name says otherwise. */
export function auditResult(event: AuditEventView): { kind: "ok" | "refused" | "failed"; label: string } {
  if (event.code !== null) {
    const kind = event.code < 400 ? "ok" : event.code < 500 ? "refused" : "failed";
    return { kind, label: String(event.code) };
  }
  return event.action.endsWith(".refused") ? { kind: "refused", label: t("refused") } : { kind: "ok", label: t("done") };
}
