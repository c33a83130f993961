// A real gateway on a free loopback port, with a throw-away database.
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import tls from "node:tls";
import { openTestDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { createTestCertificate } from "#lib/testing/tls-server.ts";
import type { ConnectionLimits } from "../front-connections.ts";
import { createGateway, type Gateway, refuseUpgrade } from "../gateway.ts";
import { createOperatorDoor, type OperatorDoor } from "../observe/operator-door.ts";
import { type RunningProxy, type StartProxyOptions, startProxy } from "../proxy/start-proxy.ts";

export interface TestGateway {
  url: string;
  port: number;
  /** PEM that verifies it. */
  caData: string;
  database: TestDatabase;
  proxy: RunningProxy;
  gateway: Gateway;
  operatorDoor: OperatorDoor;
  /** What reached the pages. */
  pageRequests: IncomingMessage[];
  close(): Promise<void>;
}

/** A stop that waits for nobody. */
export const atOnce = { delayMs: 0, requestsMs: 0, sessionsMs: 0, lastBytesMs: 0 };
export const homeUrl = "https://drawbridge.test/";

export interface TestGatewayOptions extends Partial<Omit<StartProxyOptions, "db" | "dataDir">> {
  metricsTokenFile?: string | null;
  /** Of the front. */
  connectionLimits?: Partial<ConnectionLimits>;
  memory?: { readonly high: boolean };
  /** Where it listens; loopback unless told. */
  listenHost?: string;
  /** Another throw-away database than a sound one. */
  openDatabase?: () => Promise<TestDatabase>;
}

/** `prepare` makes the rows that are there at the start. */
export async function startTestGateway(
  prepare: (database: TestDatabase) => Promise<void>,
  { metricsTokenFile = null, connectionLimits = {}, memory, listenHost = "127.0.0.1", openDatabase = openTestDatabase, ...options }: TestGatewayOptions = {},
): Promise<TestGateway> {
  const database = await openDatabase();
  await prepare(database);
  const proxy = await startProxy({ homeUrl: () => homeUrl, ...options, db: database.db, location: database.location, dataDir: database.dataDir });
  const certificate = await createTestCertificate(["127.0.0.1", "localhost"]);
  const pageRequests: IncomingMessage[] = [];
  const operatorDoor = createOperatorDoor({
    memory: memory ?? { high: false },
    version: "test",
    meter: proxy.meter,
    proxyStatus: proxy.status,
    webhookStatus: null,
    certificateExpiresAt: () => new X509Certificate(certificate.cert).validToDate,
    metricsTokenFile,
  });
  const gateway = createGateway({
    operatorDoor,
    tls: { cert: certificate.cert, key: certificate.key },
    proxy,
    pages: {
      request(request, response) {
        pageRequests.push(request);
        response.end("a page");
      },
      upgrade(request, socket) {
        pageRequests.push(request);
        refuseUpgrade(socket, 404);
      },
    },
    limits: connectionLimits,
    ...(options.clientAddress ? { clientAddress: options.clientAddress } : {}),
    ...(memory ? { memory } : {}),
    isOurHost: (host) => /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host),
  });
  gateway.server.listen(0, listenHost);
  await once(gateway.server, "listening");
  const address = gateway.server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `https://127.0.0.1:${address.port}`,
    port: address.port,
    caData: certificate.cert,
    database,
    proxy,
    gateway,
    operatorDoor,
    pageRequests,
    async close() {
      await gateway.drain(atOnce);
      operatorDoor.close();
      await proxy.stop();
      await database.close();
    },
  };
}

/** A TLS connection of a client that speaks raw bytes. */
export async function connect(gateway: { port: number; caData: string }, options: tls.ConnectionOptions = {}): Promise<RawClient> {
  const socket = tls.connect({ host: "127.0.0.1", port: gateway.port, ca: gateway.caData, ...options });
  await once(socket, "secureConnect");
  return new RawClient(socket);
}

export class RawClient {
  readonly socket: tls.TLSSocket;
  /** All that came, one character a byte. */
  received = "";
  closed = false;
  #notify = () => {};

  constructor(socket: tls.TLSSocket) {
    this.socket = socket;
    socket.on("data", (chunk) => {
      this.received += chunk.toString("latin1");
      this.#notify();
    });
    socket.on("error", () => {});
    socket.once("close", () => {
      this.closed = true;
      this.#notify();
    });
  }

  send(text: string): void {
    this.socket.write(Buffer.from(text, "latin1"));
  }

  /** Resolves once what came contains `text`; throws with what came when the connection closes before. */
  async until(text: string): Promise<string> {
    await this.#wait(() => this.received.includes(text) || this.closed);
    if (!this.received.includes(text)) throw new Error(`closed before ${JSON.stringify(text)} came: ${JSON.stringify(this.received)}`);
    return this.received;
  }

  /** Resolves with all that came, once the connection is closed. */
  async untilClosed(): Promise<string> {
    await this.#wait(() => this.closed);
    return this.received;
  }

  #wait(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (condition()) resolve();
      };
      this.#notify = check;
      check();
    });
  }
}
