// Gateway, scripted API server, a person with a grant and a file: what most tests of the data path start from.
import { setTimeout } from "node:timers/promises";
import type { TestCertificate } from "#lib/testing/tls-server.ts";
import { addEnvironmentRow, addFileRow, addPersonRow } from "./access-rows.ts";
import { type Script, startApiServer, type TestApiServer } from "./api-server.ts";
import { connect, startTestGateway, type TestGateway } from "./gateway.ts";

export const upstreamCredential = "upstream-credential";

export interface Relay {
  api: TestApiServer;
  gateway: TestGateway;
  /** Of alice, for the one environment, over its URL `prefix`. */
  token: string;
  prefix: string;
  environmentId: number;
  userId: string;
  fileId: string;
  /** Sends `text` on a connection of its own; resolves with all that comes back until it closes. `{prefix}`, `{token}` and `{auth}` are filled in. */
  raw(text: string): Promise<string>;
  /** One request with alice's token that ends its connection. */
  ask(method: string, path: string, options?: { headers?: readonly string[]; body?: string; token?: string }): Promise<Answer>;
  fill(text: string): string;
  /** The audit rows (those with `text` in their URI) in the order of their writing, once there are `count`. */
  audited(count: number, text?: string): Promise<AuditRow[]>;
  close(): Promise<void>;
}

type AuditRow = Awaited<ReturnType<TestGateway["database"]["db"]["auditEvent"]["findMany"]>>[number];

export interface Answer {
  code: number;
  /** Lines of the head without the first. */
  headers: string[];
  /** One character a byte. */
  body: string;
  /** The message of a Status; null when the body is none. */
  message: string | null;
}

type Options = Parameters<typeof startTestGateway>[1] & {
  script?: Script;
  expiresAt?: Date | null;
  fileName?: string;
  connectAsCreate?: boolean;
  /** What the API server shows; the environment trusts it. Absent: a good one for its address. */
  certificate?: TestCertificate;
  /** Where Drawbridge is told to find the API server: by default at its own address. */
  by?: (api: TestApiServer) => string | Promise<string>;
};

export async function startRelay({
  script,
  expiresAt,
  fileName,
  connectAsCreate = false,
  certificate,
  by = ({ server }) => server,
  ...options
}: Options = {}): Promise<Relay> {
  const api = await startApiServer(script, certificate);
  const server = await by(api);
  let environmentId = 0;
  let userId = "";
  let file = { id: "", token: "" };
  const gateway = await startTestGateway(async (database) => {
    environmentId = await addEnvironmentRow(database, { server, caData: api.caData, credential: upstreamCredential, connectAsCreate });
    userId = await addPersonRow(database.db, { login: "alice", environmentIds: [environmentId] });
    file = await addFileRow(database.db, { ownerId: userId, environmentId, expiresAt: expiresAt ?? null, ...(fileName ? { name: fileName } : {}) });
  }, options);
  const prefix = `/api/endpoints/${environmentId}/kubernetes`;
  const fill = (text: string) =>
    text.replaceAll("{prefix}", prefix).replaceAll("{token}", file.token).replaceAll("{auth}", `Host: 127.0.0.1\r\nAuthorization: Bearer ${file.token}`);
  const raw = async (text: string) => {
    const client = await connect(gateway);
    client.send(fill(text));
    return client.untilClosed();
  };
  return {
    ...{ api, gateway, prefix, environmentId, userId, fill, raw },
    token: file.token,
    fileId: file.id,
    async ask(method, path, { headers = [], body = "", token = file.token } = {}) {
      const framing = body === "" ? [] : [`Content-Length: ${body.length}`];
      const lines = ["Host: 127.0.0.1", `Authorization: Bearer ${token}`, "Connection: close", ...framing, ...headers];
      return parseAnswer(await raw(`${method} ${path.startsWith("/api/endpoints") ? path : prefix + path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`));
    },
    async audited(count, text = "") {
      for (;;) {
        const rows = await gateway.database.db.auditEvent.findMany({ where: { requestURI: { contains: text } }, orderBy: { id: "asc" } });
        if (rows.length >= count) return rows;
        await setTimeout(20);
      }
    },
    async close() {
      await gateway.close();
      await api.close();
    },
  };
}

export function parseAnswer(text: string): Answer {
  const end = text.indexOf("\r\n\r\n");
  const [statusLine = "", ...headers] = text.slice(0, end).split("\r\n");
  const body = text.slice(end + 4);
  return { code: Number(statusLine.split(" ")[1]), headers, body, message: statusMessage(Buffer.from(body, "latin1").toString()) };
}

function statusMessage(body: string): string | null {
  try {
    return JSON.parse(body).message ?? null;
  } catch {
    return null;
  }
}
