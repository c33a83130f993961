// What is between the two ends of a connection stays there; all else belongs to client and server.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerWith } from "#server/testing/api-server.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.api.requests.length = 0;
});
afterAll(() => relay.close());

const passed = [
  "Content-Type: application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
  'ETag: "0123"',
  "Vary: Accept",
  "Cache-Control: no-cache, private",
  "Date: Wed, 15 Jan 2026 12:00:00 GMT",
  "Last-Modified: Wed, 15 Jan 2026 11:00:00 GMT",
  'Warning: 299 - "policy/v1beta1 PodSecurityPolicy is deprecated in v1.21+"',
  'warning: 299 kube-apiserver "unknown field \\"spec.x\\""',
  "X-Kubernetes-Pf-Flowschema-Uid: a",
  "X-Kubernetes-Pf-Prioritylevel-Uid: b",
  "Retry-After: 1",
  "Content-Disposition: attachment",
  "X-Content-Type-Options: nosniff",
  "Accept-Ranges: bytes",
  "Content-Range: bytes 0-1/2",
  "Server-Timing: x;dur=1",
  "X-App: \xe9",
];
const ownOrigin = [
  "Strict-Transport-Security: max-age=1",
  'Clear-Site-Data: "*"',
  'Alt-Svc: h3=":443"',
  'Public-Key-Pins: pin-sha256="x"',
  "Service-Worker-Allowed: /",
  "set-cookie: next-auth.session-token=x",
  "Set-Cookie: __Host-next-auth.csrf-token=x",
  "Set-Cookie:drawbridge=x",
];
const hopByHop = ["Keep-Alive: timeout=1", "Proxy-Authenticate: Basic", "Proxy-Connection: close", "X-Named: 1", "Connection: X-Named"];

describe("of an answer", () => {
  // P08, P23
  it("all pass as they are but those of the connection and those that would act on our own origin", async () => {
    relay.api.script = ({ socket }) => {
      const lines = ["HTTP/1.1 200 OK", ...ownOrigin, ...passed, ...hopByHop, "Content-Length: 2"];
      socket.write(Buffer.from(`${lines.join("\r\n")}\r\n\r\n{}`, "latin1"));
    };
    const { headers } = await relay.ask("GET", "/a");
    expect(headers.filter((line) => passed.includes(line))).toEqual(passed);
    const ours = headers.filter((line) => !passed.includes(line)).map((line) => line.replace(/:.*/, ""));
    expect(ours).toEqual(["Content-Length", "Audit-Id", "Connection"]);
  });

  // P09
  it("a long one passes, as it would directly", async () => {
    relay.api.script = answerWith("200 OK", "{}", [`X-Long: ${"y".repeat(500_000)}`]);
    expect((await relay.ask("GET", "/a")).headers).toContain(`X-Long: ${"y".repeat(500_000)}`);
  });

  // P07
  it("so do trailers, and no answer before the answer", async () => {
    const interim = ["HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n"].join("");
    relay.api.script = ({ socket }) =>
      socket.write(
        `${interim}HTTP/1.1 200 OK\r\nTrailer: Grpc-Status, X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nGrpc-Status: 0\r\nX-Sum: 9\r\n\r\n`,
      );
    const { code, headers, body } = await relay.ask("GET", "/api/v1/namespaces/a/services/s/proxy/grpc.Web/Call");
    expect({ code, body }).toEqual({ code: 200, body: "2\r\n{}\r\n0\r\nGrpc-Status: 0\r\nX-Sum: 9\r\n\r\n" });
    expect(headers.filter((line) => /^(?:link|trailer)/i.test(line))).toEqual(["Trailer: Grpc-Status, X-Sum"]);
  });
});

describe("of a request", () => {
  // P08
  it("all pass as they are but those of the connection, of proxies and of credentials", async () => {
    relay.api.script = answerWith("200 OK", "{}");
    const own = [
      "User-Agent: kubectl/v1.36",
      "Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
      "accept-encoding: gzip",
      "Kubectl-Command: get",
      "X-Twice: 1",
      "x-twice: 2",
    ];
    const kept = ["TE: trailers", "Keep-Alive: 1", "X-Forwarded-For: 1.2.3.4", "X-Remote-User: root", "Cookie: a=b", "Proxy-Authorization: x"];
    await relay.ask("GET", "/a", { headers: [...own, ...kept] });
    const lines = relay.api.requests[0]?.headers.map(([name, value]) => `${name}: ${value}`) ?? [];
    expect(lines.filter((line) => own.includes(line))).toEqual(own);
    const ours = lines.filter((line) => !own.includes(line)).map((line) => line.replace(/:.*/, ""));
    expect(new Set(ours)).toEqual(
      new Set([
        "Host",
        "X-Forwarded-For",
        "Audit-Id",
        "Authorization",
        "Impersonate-User",
        "Impersonate-Uid",
        "Impersonate-Group",
        "Impersonate-Extra-drawbridge.dev%2Fkubeconfig",
      ]),
    );
    expect(relay.api.requests[0]?.all("x-forwarded-for")).toEqual(["127.0.0.1"]);
  });
});

describe("the audit id", () => {
  // P22
  it.each([
    ["of the client, if fit for a log", "Audit-Id: 0b1c-mine_1.x", true],
    ["of ours, if the client's is not", "Audit-Id: a b", false],
    ["of ours, if the client's is too long", `Audit-Id: ${"x".repeat(65)}`, false],
    ["of ours, if there is none", "X-None: 1", false],
  ])("%s names the request at the cluster, at the client and in the audit", async (_name, line, kept) => {
    relay.api.script = answerWith("200 OK", "{}");
    const path = `/api/v1/nodes/n${line.length}`;
    const { headers } = await relay.ask("GET", path, { headers: [line] });
    const [id = ""] = relay.api.requests[0]?.all("audit-id") ?? [];
    expect(headers).toContain(`Audit-Id: ${id}`);
    expect(id === line.slice(10)).toBe(kept);
    expect(await relay.audited(1, path)).toMatchObject([{ auditID: id }]);
  });

  // P22
  it("is the cluster's where the cluster says another", async () => {
    relay.api.script = answerWith("200 OK", "{}", ["Audit-Id: from-the-cluster"]);
    expect((await relay.ask("GET", "/a")).headers.filter((line) => /^audit-id/i.test(line))).toEqual(["Audit-Id: from-the-cluster"]);
  });
});
