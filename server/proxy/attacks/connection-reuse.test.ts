// Connections to a cluster are shared by people; nothing of one request may reach the next.
import { afterEach, describe, expect, it } from "vitest";
import { instanceKey, seal } from "#lib/secrets.ts";
import { addEnvironmentRow, addFileRow, addPersonRow, publish } from "#server/testing/access-rows.ts";
import { answerWith, type startApiServer } from "#server/testing/api-server.ts";
import { connect } from "#server/testing/gateway.ts";
import { type Relay, startRelay } from "#server/testing/relay.ts";

let relay: Relay;
afterEach(() => relay.close());

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Answers the first request of a connection, then closes without a word at the second, as a server does whose idle limit has just passed. */
function closesAtSecond(): { script: Parameters<typeof startApiServer>[0]; seen: string[] } {
  const served = new WeakSet<object>();
  const seen: string[] = [];
  return {
    seen,
    script: (request) => {
      seen.push(request.method);
      if (served.has(request.socket)) return request.socket.destroy();
      served.add(request.socket);
      answerWith("200 OK", "{}")(request);
    },
  };
}

describe("P03: a kept connection that the server closes as it is used", () => {
  it("costs a GET nothing", async () => {
    const { script, seen } = closesAtSecond();
    relay = await startRelay({ ...(script && { script }) });
    for (let turn = 0; turn < 6; turn++) expect((await relay.ask("GET", "/a")).code).toBe(200);
    expect(seen.length).toBeGreaterThan(6);
  });

  it("never sends a POST twice", async () => {
    const { script, seen } = closesAtSecond();
    relay = await startRelay({ ...(script && { script }) });
    expect((await relay.ask("GET", "/a")).code).toBe(200);
    expect((await relay.ask("POST", "/a", { body: "x" })).code).toBe(502);
    expect(seen).toEqual(["GET", "POST"]);
  });
});

describe("A53: bytes behind an answer", () => {
  it("never become the next person's answer", async () => {
    const forged = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
    for (const delayed of [false, true]) {
      relay = await startRelay();
      relay.api.script = (request) => {
        answerWith("200 OK", "{}")(request);
        if (delayed) setImmediate(() => request.socket.write(forged));
        else request.socket.write(forged);
      };
      for (let turn = 0; turn < 5; turn++) expect((await relay.ask("GET", "/a")).body).not.toContain("forged");
      if (!delayed) await relay.close();
    }
  });
});

describe("A43: a replaced credential or address", () => {
  it("gets connections of its own", async () => {
    relay = await startRelay();
    await relay.ask("GET", "/a");
    await relay.ask("GET", "/a");
    expect(relay.api.received).toHaveLength(1);
    const { db, dataDir } = relay.gateway.database;
    await db.environmentCredential.updateMany({ data: { sealedToken: seal(instanceKey(dataDir), `environment:${relay.environmentId}:proxy`, "second") } });
    await publish(db);
    await relay.gateway.proxy.refresh();
    await relay.ask("GET", "/a");
    expect(relay.api.received).toHaveLength(2);
    expect(relay.api.received[1]).toContain("Bearer second");
  });

  it.each(["of the same address", "of the same number and address"])(
    "another environment %s takes over no connection, credential or TLS session",
    async (which) => {
      relay = await startRelay();
      const resumed: boolean[] = [];
      relay.api.script = (request) => {
        resumed.push(request.socket.isSessionReused());
        answerWith("200 OK", "{}", ["Connection: close"])(request);
      };
      // The second connection of one environment resumes: that is what must not go on.
      for (const path of ["/a", "/b"]) await relay.ask("GET", path);
      expect(resumed).toEqual([false, true]);
      relay.api.script = (request) => {
        resumed.push(request.socket.isSessionReused());
        answerWith("200 OK", "{}")(request);
      };
      await relay.ask("GET", "/kept");
      const { database, proxy } = relay.gateway;
      const { db } = database;
      await db.environment.deleteMany();
      if (which === "of the same address") {
        await publish(db);
        await proxy.refresh();
      }
      const environmentId = await addEnvironmentRow(database, { name: "beta", server: relay.api.server, caData: relay.api.caData, credential: "of-beta" });
      if (which === "of the same number and address") await db.environment.update({ where: { id: environmentId }, data: { id: relay.environmentId } });
      const { id } = await db.environment.findFirstOrThrow();
      const sealedToken = seal(instanceKey(database.dataDir), `environment:${id}:proxy`, "of-beta");
      await db.environmentCredential.updateMany({ data: { sealedToken } });
      const ownerId = await addPersonRow(db, { login: "bob", environmentIds: [id] });
      const { token } = await addFileRow(db, { ownerId, environmentId: id });
      await publish(db);
      await proxy.refresh();
      const connections = relay.api.received.length;
      expect((await relay.ask("GET", `/api/endpoints/${id}/kubernetes/new`, { token })).code).toBe(200);
      expect(relay.api.received.length).toBe(connections + 1);
      expect(relay.api.requests.at(-1)?.all("authorization")).toEqual(["Bearer of-beta"]);
      expect(resumed.at(-1)).toBe(false);
      // The old token names the environment that is gone, not what stands in its place.
      expect((await relay.ask("GET", `/api/endpoints/${id}/kubernetes/old`)).code).toBeGreaterThanOrEqual(401);
      expect(relay.api.requests.at(-1)?.target).toBe("/new");
    },
  );

  it("R32: an environment that is removed leaves no connection behind", async () => {
    relay = await startRelay();
    await relay.ask("GET", "/a");
    const { db } = relay.gateway.database;
    await db.environment.deleteMany();
    await publish(db);
    await relay.api.quiet();
  });
});

// A01, A53
describe("a connection on which a body was not sent to its end", () => {
  it.each([
    ["by length", "Content-Length: 1000\r\n\r\nhello"],
    ["in chunks", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"],
  ])("%s, as it was answered before, takes no other request: its head would be read as the rest of the body", async (_name, framing) => {
    relay = await startRelay({ script: answerWith("200 OK", "{}") });
    const upload = await connect(relay.gateway);
    upload.send(relay.fill(`POST {prefix}/upload HTTP/1.1\r\n{auth}\r\n${framing}`));
    while (!relay.api.received[0]?.includes("hello")) await new Promise((resolve) => setTimeout(resolve, 5));
    const [first] = relay.api.sockets();
    first?.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nearly");
    await upload.until("early");
    expect((await relay.ask("GET", "/next")).body).toBe("{}");
    expect(relay.api.received).toHaveLength(2);
    expect(relay.api.received[0]).not.toContain("/next");
    upload.socket.destroy();
    await until(() => relay.api.sockets().every((socket) => socket !== first));
  });
});

describe("A52: an answer that is not HTTP", () => {
  it.each([
    ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
    ["status 999", "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"],
    ["two megabytes of headers", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(2_000_000)}\r\n\r\n`],
    ["101 that nobody asked for", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"],
  ])("%s is a 502, and the connection is not used again", async (_name, answer) => {
    relay = await startRelay({ script: ({ socket }) => socket.write(answer) });
    expect((await relay.ask("GET", "/a")).code).toBe(502);
    await relay.api.quiet();
  });
});
