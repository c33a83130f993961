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
};

describe("an audit event in words", () => {
  it.each(auditActions)("has words for %s", (action) => {
    expect(auditSentence({ ...event, action }).what).not.toBe("");
  });

  it("names a request as kubectl would", () => {
    const exec = { ...event, action: "stream.started" as const, verb: "create", resource: "pods", subresource: "exec", name: "web", namespace: "shop" };
    expect(auditSentence(exec)).toEqual({ what: "opened", object: "create pods/exec web -n shop" });
    expect(auditSentence({ ...event, verb: "get", requestURI: "/version" })).toEqual({ what: "asked", object: "get /version" });
  });

  it("names the target of a change", () => {
    const change = { ...event, action: "user.disabled" as const, target: { kind: "user", name: "eve" } };
    expect(auditSentence(change)).toEqual({ what: "disabled user", object: "eve" });
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
