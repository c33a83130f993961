import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { createTestCertificate, startTlsServer } from "../testing/tls-server.ts";
import { probe } from "./probe.ts";
import type { ProbeStepView } from "./schema.ts";

const credential = { token: "t" };
const told = (steps: readonly ProbeStepView[]) => steps.map(({ step, state }) => `${step} ${state}`);

describe("a connection test", () => {
  it("tells of each step before it goes on to the next", async () => {
    const certificate = await createTestCertificate(["127.0.0.1"]);
    const cluster = await startTlsServer(certificate, (_request, response) =>
      // One answer for both questions of the step: the version, and who asks.
      response.end(JSON.stringify({ gitVersion: "v1.36.3", status: { userInfo: { username: "admin", groups: [] } } })),
    );
    const steps: ProbeStepView[] = [];
    let toldBeforeRights: string[] = [];
    const result = await probe({
      connection: { server: cluster.server, caData: certificate.cert, pinnedSha256: certificate.sha256, tlsServerName: null },
      credential,
      unverified: false,
      checkRights: async () => {
        toldBeforeRights = told(steps);
        return "All there.";
      },
      onStep: (step) => steps.push(step),
    });
    await cluster.close();
    expect(result.steps.filter((step) => step.state === "failed")).toEqual([]);
    expect(toldBeforeRights).toEqual(["name passed", "dns passed", "tcp passed", "tls passed", "credential passed"]);
    expect(result).toMatchObject({ ok: true, version: "v1.36.3", certificate: null, steps });
  });

  it("ends at a certificate that nobody vouches for, shows it, and sends no credential", async () => {
    const certificate = await createTestCertificate(["127.0.0.1"]);
    let requests = 0;
    const cluster = await startTlsServer(certificate, (_request, response) => {
      requests++;
      response.end();
    });
    const steps: ProbeStepView[] = [];
    const result = await probe({
      connection: { server: cluster.server, caData: null, pinnedSha256: null, tlsServerName: null },
      credential,
      unverified: true,
      checkRights: async () => "",
      onStep: (step) => steps.push(step),
    });
    await cluster.close();
    expect(told(steps)).toEqual(["name passed", "dns passed", "tcp passed", "tls failed", "credential skipped", "rights skipped"]);
    expect(result.certificate?.sha256.replaceAll(":", "").toLowerCase()).toBe(certificate.sha256);
    expect(requests).toBe(0);
  });

  it("names the step and the fault in a whole sentence", async () => {
    const port = await freedPort();
    const connection = { server: `https://127.0.0.1:${port}`, caData: null, pinnedSha256: null, tlsServerName: null };
    const { steps } = await probe({ connection, credential, unverified: false, checkRights: async () => "" });
    expect(steps.find((step) => step.state === "failed")).toMatchObject({
      step: "tcp",
      detail: "Nothing listens at that address and port (connection refused).",
    });
  });
});

/** A port at which nothing listens any more. */
async function freedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return address !== null && typeof address === "object" ? address.port : 0;
}
