import type { RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestCertificate, startTlsServer } from "../testing/tls-server.ts";
import { setCatalogue } from "../texts/index.ts";
import { type ClusterClient, type ClusterRequest, openClusterClient } from "./cluster-client.ts";

const certificate = await createTestCertificate(["127.0.0.1"]);
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function clientOf(listener: RequestListener, path = ""): Promise<ClusterClient> {
  const api = await startTlsServer(certificate, listener);
  const client = openClusterClient({ server: `${api.server}${path}`, caData: certificate.cert, pinnedSha256: null, tlsServerName: null }, { token: "secret" });
  ends.push(client.close, api.close);
  return client;
}

const send = (client: ClusterClient, request: Partial<ClusterRequest> = {}) => client.send(z.object({ kind: z.string() }), { path: "/version", ...request });

describe("openClusterClient", () => {
  it("asks below the server's path, with the token, and parses the answer", async () => {
    const seen: unknown[] = [];
    const client = await clientOf((request, response) => {
      seen.push(request.method, request.url, request.headers.authorization, request.headers["impersonate-group"]);
      response.end('{"kind":"Info","more":1}');
    }, "/k8s/clusters/c-1");
    expect(await send(client, { headers: { "impersonate-group": ["a", "b"] } })).toEqual({ kind: "Info" });
    expect(seen).toEqual(["GET", "/k8s/clusters/c-1/version", "Bearer secret", "a, b"]);
  });

  it("cannot be made to send another credential than its own", async () => {
    const client = await clientOf((request, response) => response.end(JSON.stringify({ kind: request.headers.authorization })));
    expect(await send(client, { headers: { authorization: "Bearer other" } })).toEqual({ kind: "Bearer secret" });
  });

  it("tells logs in English, and pages in their language, why there is no answer", async () => {
    setCatalogue({ language: "de", forms: ["one", "other"], texts: { "the server ended the connection": "der Server hat die Verbindung beendet" } });
    ends.push(() => setCatalogue(null));
    const client = await clientOf((request) => request.destroy());
    await expect(send(client)).rejects.toMatchObject({ message: "the server ended the connection", said: "der Server hat die Verbindung beendet" });
  });

  it("throws a refusal in the cluster's own words", async () => {
    const client = await clientOf((_request, response) => response.writeHead(403).end('{"kind":"Status","message":"pods is forbidden\\n"}'));
    await expect(send(client)).rejects.toMatchObject({ name: "ClusterRefusal", code: 403, message: "pods is forbidden " });
  });

  it("A47: takes a redirect for a refusal, and never follows it", async () => {
    const seen: unknown[] = [];
    const client = await clientOf((request, response) => {
      seen.push(request.url);
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    await expect(send(client)).rejects.toMatchObject({ name: "ClusterRefusal", code: 302 });
    expect(seen).toEqual(["/version"]);
  });

  it.each([
    ["a page instead of JSON", "<html>"],
    ["JSON of another shape", '{"kind":7}'],
    ["nothing", ""],
  ])("takes %s for no answer of Kubernetes", async (_name, body) => {
    const client = await clientOf((_request, response) => response.end(body));
    await expect(send(client)).rejects.toMatchObject({ name: "ClusterUnreachable", message: expect.stringMatching(/not one that Kubernetes gives/) });
  });

  it("gives up on a server that does not answer, or does not end", async () => {
    const silent = await clientOf(() => {});
    await expect(send(silent, { timeoutMs: 50 })).rejects.toThrow(/did not answer in time/);
    const endless = await clientOf((_request, response) => void response.write('{"kind":'));
    await expect(send(endless, { timeoutMs: 50 })).rejects.toThrow(/did not answer in time/);
  });

  it("ends an answer that is too large to be one", async () => {
    const client = await clientOf((_request, response) => {
      const piece = Buffer.alloc(1024 * 1024, "x");
      const more = () => {
        while (response.write(piece));
      };
      response.on("drain", more);
      response.on("error", () => {});
      more();
    });
    await expect(send(client)).rejects.toThrow(/larger than 32 MiB/);
  });
});
