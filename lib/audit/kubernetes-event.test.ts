import { describe, expect, it } from "vitest";
import { type AuditEventRow, toKubernetesEvent } from "./kubernetes-event.ts";

const nothing: AuditEventRow = {
  ...{ id: "01a", at: new Date("2026-01-15T12:00:00.250Z"), action: "request.forwarded", actorId: null, actorLogin: null, sourceIP: null, userAgent: null },
  ...{ environmentId: null, environmentName: null, kubeconfigId: null, targetKind: null, targetName: null, detail: null, auditID: null, stage: null },
  ...{ verb: null, requestURI: null, apiGroup: null, resource: null, subresource: null, namespace: null, name: null, code: null, durationMs: null },
  ...{ requestBytes: null, responseBytes: null, endedBy: null },
};

describe("a row as audit.k8s.io/v1 Event", () => {
  it("of a proxied stream has person, file, environment, client, address, bytes, duration and the cluster's Audit-ID", () => {
    const row: AuditEventRow = {
      ...nothing,
      ...{ action: "stream.ended", actorId: "u1", actorLogin: "bob", sourceIP: "10.0.0.1", userAgent: "kubectl/v1.36", environmentId: 3 },
      ...{ environmentName: "prod", kubeconfigId: "kfile", auditID: "aid", stage: "ResponseComplete", verb: "create", apiGroup: "", resource: "pods" },
      ...{ requestURI: "/api/v1/namespaces/shop/pods/web/exec?command=sh", subresource: "exec", namespace: "shop", name: "web", code: 101 },
      ...{ durationMs: 1250, requestBytes: 10, responseBytes: 20, endedBy: "client" },
    };
    expect(toKubernetesEvent(row)).toEqual({
      kind: "Event",
      apiVersion: "audit.k8s.io/v1",
      level: "Metadata",
      auditID: "aid",
      stage: "ResponseComplete",
      requestURI: "/api/v1/namespaces/shop/pods/web/exec?command=sh",
      verb: "create",
      user: { username: "bob", uid: "u1" },
      impersonatedUser: { username: "drawbridge:bob" },
      sourceIPs: ["10.0.0.1"],
      userAgent: "kubectl/v1.36",
      objectRef: { resource: "pods", subresource: "exec", namespace: "shop", name: "web" },
      responseStatus: { metadata: {}, code: 101 },
      requestReceivedTimestamp: "2026-01-15T11:59:59.000000Z",
      stageTimestamp: "2026-01-15T12:00:00.250000Z",
      annotations: {
        "drawbridge.dev/id": "01a",
        "drawbridge.dev/action": "stream.ended",
        "drawbridge.dev/kubeconfig": "kfile",
        "drawbridge.dev/environment": "prod",
        "drawbridge.dev/environment-id": "3",
        "drawbridge.dev/duration-ms": "1250",
        "drawbridge.dev/request-bytes": "10",
        "drawbridge.dev/response-bytes": "20",
        "drawbridge.dev/ended-by": "client",
        "drawbridge.dev/command": '["sh"]',
      },
    });
  });

  it("of our own action names what was changed as an object of drawbridge.dev", () => {
    const row = { ...nothing, action: "user.created", actorId: "u1", actorLogin: "ada", targetKind: "user", targetName: "bob", detail: '{"isAdmin":true}' };
    expect(toKubernetesEvent(row)).toMatchObject({
      ...{ auditID: "01a", verb: "create", requestURI: "", stage: "ResponseComplete" },
      objectRef: { apiGroup: "drawbridge.dev", resource: "users", name: "bob" },
      annotations: { "drawbridge.dev/detail": '{"isAdmin":true}', "drawbridge.dev/target-kind": "user" },
    });
    expect(toKubernetesEvent(row)).not.toHaveProperty("impersonatedUser");
    expect(toKubernetesEvent({ ...nothing, action: "settings.updated" }).objectRef).toEqual({ apiGroup: "drawbridge.dev", resource: "settings" });
  });

  it("of a denied request has the code and why, and nobody as whom the cluster saw it", () => {
    const event = toKubernetesEvent({ ...nothing, action: "request.refused", actorLogin: "bob", code: 403, detail: '{"message":"no grant"}' });
    expect(event.responseStatus).toEqual({ metadata: {}, status: "Failure", message: "no grant", code: 403 });
    expect(event).not.toHaveProperty("impersonatedUser");
  });

  it.each([
    [null, "system:anonymous"],
    ["anonymous", "system:anonymous"],
    ["system", "drawbridge"],
  ])("by %s has the user %s", (actorLogin, username) => {
    expect(toKubernetesEvent({ ...nothing, actorLogin }).user).toEqual({ username });
  });
});
