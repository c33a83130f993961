import { describe, expect, it } from "vitest";
import { type AuditEventView, auditActions } from "#lib/audit/schema.ts";
import { auditResult, auditSentence } from "./audit-sentence.ts";

const event: AuditEventView = {
  id: "0",
  at: "2026-01-15T12:00:00.000Z",
  action: "request.forwarded",
  actorLogin: "bob",
  sourceIP: null,
  userAgent: null,
  environment: null,
  kubeconfigId: null,
  target: null,
  detail: null,
  auditID: null,
  verb: null,
  requestURI: null,
  apiGroup: null,
  resource: null,
  subresource: null,
  namespace: null,
  name: null,
  code: null,
  durationMs: null,
  requestBytes: null,
  responseBytes: null,
  endedBy: null,
  stream: null,
};

describe("an audit event in words", () => {
  it.each(auditActions)("has words for %s", (action) => {
    expect(auditSentence({ ...event, action }).what).not.toBe("");
  });

  it("names a request as kubectl would", () => {
    const watch = { ...event, action: "stream.started" as const, verb: "watch", resource: "pods", namespace: "shop" };
    expect(auditSentence(watch)).toEqual({ what: "opened", object: "watch pods -n shop", after: "" });
    expect(auditSentence({ ...event, verb: "get", requestURI: "/version" })).toEqual({ what: "asked", object: "get /version", after: "" });
  });

  it.each<[Partial<AuditEventView>, Partial<NonNullable<AuditEventView["stream"]>>, string]>([
    [{ subresource: "exec", action: "stream.started" }, { command: ["sh", "-c", "it's on"] }, "ran sh -c 'it'\\''s on' in web -n shop"],
    [{ subresource: "exec", action: "stream.ended" }, { command: ["sh"] }, "ended sh in web -n shop"],
    [{ subresource: "exec", action: "request.refused" }, { command: ["sh"] }, "asked to run sh in web -n shop"],
    [{ subresource: "exec", action: "stream.started" }, { copy: { direction: "from", path: "/etc/passwd" } }, "copied from web:/etc/passwd -n shop"],
    [{ subresource: "exec", action: "stream.ended" }, { copy: { direction: "to", path: "/tmp" } }, "ended copying to web:/tmp -n shop"],
    [{ subresource: "portforward", action: "stream.started" }, { ports: [80, 81] }, "forwarded ports 80, 81 of web -n shop"],
    [{ subresource: "portforward", action: "stream.started" }, {}, "forwarded a port of web -n shop"],
    [{ subresource: "attach", action: "stream.started" }, {}, "attached to web -n shop"],
  ])("says what a stream was for: %j %j", (changes, stream, words) => {
    const whole = { command: [], container: null, ports: [], copy: null, ...stream };
    const { what, object } = auditSentence({ ...event, verb: "create", resource: "pods", name: "web", namespace: "shop", ...changes, stream: whole });
    expect(`${what} ${object}`).toBe(words);
  });

  it("says whose log was followed or read", () => {
    const log = { ...event, verb: "get", resource: "pods", subresource: "log", name: "web", namespace: "shop" };
    expect(auditSentence({ ...log, action: "stream.started" })).toEqual({ what: "followed the log of", object: "web -n shop", after: "" });
    expect(auditSentence(log)).toEqual({ what: "read the log of", object: "web -n shop", after: "" });
  });

  it("names the target of a change", () => {
    const change = { ...event, action: "user.disabled" as const, target: { kind: "user", name: "eve" } };
    expect(auditSentence(change)).toEqual({ what: "disabled user", object: "eve", after: "" });
  });

  it("names what was granted, to whom, and where", () => {
    const grant = { ...event, action: "grant.created" as const, target: { kind: "team", name: "payments" } };
    expect(auditSentence({ ...grant, detail: { clusterRole: "edit", namespaces: ["default", "web"] } }).object).toBe("edit of team payments in default, web");
    expect(auditSentence({ ...grant, detail: { clusterRole: "view", namespaces: null } }).object).toBe("view of team payments");
    expect(auditSentence(grant).object).toBe("team payments");
  });

  it.each([
    ["request.forwarded", 200, "ok"],
    ["request.forwarded", 101, "ok"],
    ["request.forwarded", 403, "refused"],
    ["request.forwarded", 502, "failed"],
    ["session.refused", null, "refused"],
    ["user.created", null, "ok"],
  ] as const)("%s with code %s is %s", (action, code, kind) => {
    expect(auditResult({ ...event, action, code }).kind).toBe(kind);
  });
});
