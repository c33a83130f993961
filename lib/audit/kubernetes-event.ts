// A row in the form that every tool for Kubernetes' audit reads: `audit.k8s.io/v1` Event (k8s.io/apiserver/pkg/apis/audit/v1/types.go).
// What that form has no field for is in annotations under `drawbridge.dev/`.
import { z } from "zod";
import type { Db } from "../db.ts";
import { streamRequestOf } from "./stream-request.ts";

export type AuditEventRow = Awaited<ReturnType<Db["auditEvent"]["findMany"]>>[number];

interface ObjectReference {
  apiGroup?: string;
  resource?: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

interface ResponseStatus {
  metadata: Record<string, never>;
  status?: "Failure";
  message?: string;
  code?: number;
}

/** Absent fields are absent, as Go's `omitempty` leaves them out. */
export interface KubernetesEvent {
  kind: "Event";
  apiVersion: "audit.k8s.io/v1";
  level: "Metadata";
  auditID: string;
  stage: "ResponseStarted" | "ResponseComplete";
  requestURI: string;
  verb: string;
  user: { username: string; uid?: string };
  /** As whom the cluster saw the request; its own log has the same name there. */
  impersonatedUser?: { username: string };
  sourceIPs?: string[];
  userAgent?: string;
  objectRef?: ObjectReference;
  responseStatus: ResponseStatus;
  requestReceivedTimestamp: string;
  stageTimestamp: string;
  annotations: Record<string, string>;
}

const prefix = "drawbridge.dev/";
/** Of what Drawbridge itself keeps: users, teams, environments. */
const ownGroup = "drawbridge.dev";
const requestActions = new Set(["request.forwarded", "request.refused", "stream.started", "stream.ended"]);
const carriedActions = new Set(["request.forwarded", "stream.started", "stream.ended"]);

export function toKubernetesEvent(row: AuditEventRow): KubernetesEvent {
  const isRequest = requestActions.has(row.action);
  const objectRef = isRequest ? requestObject(row) : ownObject(row);
  return {
    kind: "Event",
    apiVersion: "audit.k8s.io/v1",
    level: "Metadata",
    auditID: row.auditID ?? row.id,
    stage: row.stage === "ResponseStarted" ? "ResponseStarted" : "ResponseComplete",
    requestURI: row.requestURI ?? "",
    verb: isRequest ? (row.verb ?? "") : ownVerb(row.action),
    user: { username: usernameOf(row), ...(row.actorId === null ? {} : { uid: row.actorId }) },
    ...(carriedActions.has(row.action) && row.actorLogin !== null ? { impersonatedUser: { username: `drawbridge:${row.actorLogin}` } } : {}),
    ...(row.sourceIP === null ? {} : { sourceIPs: [row.sourceIP] }),
    ...(row.userAgent === null ? {} : { userAgent: row.userAgent }),
    ...(objectRef === null ? {} : { objectRef }),
    responseStatus: statusOf(row),
    // A row is of the moment in which its request ended.
    requestReceivedTimestamp: microTime(new Date(row.at.getTime() - (row.durationMs ?? 0))),
    stageTimestamp: microTime(row.at),
    annotations: annotationsOf(row),
  };
}

function usernameOf({ actorId, actorLogin }: AuditEventRow): string {
  if (actorLogin === null || (actorId === null && actorLogin === "anonymous")) return "system:anonymous";
  return actorId === null && actorLogin === "system" ? "drawbridge" : actorLogin;
}

function requestObject(row: AuditEventRow): ObjectReference | null {
  return row.resource ? present(row, ["apiGroup", "resource", "subresource", "namespace", "name"]) : null;
}

/** `user.created` of bob: resource `users`, name `bob`. */
function ownObject({ action, targetName }: AuditEventRow): ObjectReference {
  const [noun = ""] = action.split(".");
  const resource = noun === "settings" || noun === "audit" ? noun : `${noun}s`;
  return { apiGroup: ownGroup, resource, ...(targetName === null ? {} : { name: targetName }) };
}

const kubernetesVerbs = new Map([
  ["created", "create"],
  ["updated", "update"],
  ["deleted", "delete"],
  ["issued", "create"],
]);

function ownVerb(action: string): string {
  const [, done = ""] = action.split(".");
  return kubernetesVerbs.get(done) ?? done;
}

const messageSchema = z.object({ message: z.string() });

function statusOf({ action, code, detail }: AuditEventRow): ResponseStatus {
  const isFailure = code === null ? action.endsWith(".refused") : code >= 400;
  const message = detail === null ? null : messageSchema.safeParse(JSON.parse(detail)).data?.message;
  return { metadata: {}, ...(isFailure ? { status: "Failure" as const } : {}), ...(message ? { message } : {}), ...(code === null ? {} : { code }) };
}

function annotationsOf(row: AuditEventRow): Record<string, string> {
  const { id, action, kubeconfigId, environmentId, environmentName, targetKind, targetName, detail, durationMs, requestBytes, responseBytes, endedBy } = row;
  const facts = {
    ...{ id, action, kubeconfig: kubeconfigId, environment: environmentName, "environment-id": environmentId, "target-kind": targetKind },
    ...{ "target-name": targetName, detail, "duration-ms": durationMs, "request-bytes": requestBytes, "response-bytes": responseBytes, "ended-by": endedBy },
    ...streamFacts(row),
  };
  return Object.fromEntries(Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [[`${prefix}${name}`, String(value)]])));
}

/** A command as JSON, so that its words stay apart. */
function streamFacts(row: AuditEventRow): Record<string, string | null> {
  const stream = streamRequestOf(row);
  if (stream === null) return {};
  const { command, container, ports, copy } = stream;
  return {
    command: command.length === 0 ? null : JSON.stringify(command),
    container,
    ports: ports.length === 0 ? null : ports.join(","),
    copy: copy?.direction ?? null,
    "copy-path": copy?.path ?? null,
  };
}

/** metav1.MicroTime: six digits of a second. */
function microTime(at: Date): string {
  return `${at.toISOString().slice(0, -1)}000Z`;
}

/** Those of `names` that `row` has something to say of. */
function present<Name extends "apiGroup" | "resource" | "subresource" | "namespace" | "name">(
  row: { [K in Name]: string | null },
  names: readonly Name[],
): { [K in Name]?: string } {
  const fields: { [K in Name]?: string } = {};
  for (const name of names) {
    const value = row[name];
    if (value) fields[name] = value;
  }
  return fields;
}
