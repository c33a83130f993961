import type { AuditAction, AuditEventView } from "#lib/audit/schema.ts";

/** What each action says about its target, after the name of the person. */
const changes: Record<Exclude<AuditAction, `request.${string}` | `stream.${string}`>, string> = {
  "instance.set-up": "set up Drawbridge",
  "session.signed-in": "signed in",
  "session.refused": "was refused at sign-in",
  "session.signed-out": "signed out",
  "user.created": "added user",
  "user.updated": "changed user",
  "user.disabled": "disabled user",
  "user.enabled": "enabled user",
  "user.deleted": "deleted user",
  "user.invited": "invited user",
  "user.invitation-accepted": "accepted the invitation",
  "user.password-changed": "changed the password of",
  "user.password-reset": "reset the password of",
  "team.created": "added team",
  "team.updated": "changed team",
  "team.deleted": "deleted team",
  "environment.created": "added environment",
  "environment.updated": "changed environment",
  "environment.disabled": "disabled environment",
  "environment.enabled": "enabled environment",
  "environment.removed": "removed environment",
  "environment.credential-renewed": "renewed the credentials of",
  "grant.created": "granted",
  "grant.deleted": "took away",
  "grant.applied": "brought into the cluster:",
  "grant.refused": "was refused by the cluster:",
  "kubeconfig.issued": "issued kubeconfig",
  "kubeconfig.revoked": "revoked kubeconfig",
  "settings.updated": "changed the settings",
};

const withoutTarget = new Set<AuditAction>([
  "user.invitation-accepted",
  "instance.set-up",
  "session.signed-in",
  "session.refused",
  "session.signed-out",
  "settings.updated",
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
    case "grant.deleted":
    case "grant.applied":
    case "grant.refused":
      return { what: changes[event.action], object: grantWords(event) };
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
  const what = event.action === "stream.started" ? "opened" : event.action === "stream.ended" ? "closed" : "asked";
  if (!event.resource) return { what, object: [event.verb, event.requestURI].filter(Boolean).join(" ") };
  const resource = event.subresource ? `${event.resource}/${event.subresource}` : event.resource;
  return { what, object: [event.verb, resource, event.name, event.namespace && `-n ${event.namespace}`].filter(Boolean).join(" ") };
}

/** How an event ended. HTTP codes of the cluster or of ours; events without one succeeded, unless their name says otherwise. */
export function auditResult(event: AuditEventView): { kind: "ok" | "refused" | "failed"; label: string } {
  if (event.code !== null) {
    const kind = event.code < 400 ? "ok" : event.code < 500 ? "refused" : "failed";
    return { kind, label: String(event.code) };
  }
  return event.action.endsWith(".refused") ? { kind: "refused", label: "refused" } : { kind: "ok", label: "done" };
}
