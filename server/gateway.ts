// The front: one TLS server with one listener for each kind of event. It decides whether proxy or pages answer, and nothing else.
import { constants } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import https from "node:https";
import type { Duplex } from "node:stream";
import type { SecureContextOptions } from "node:tls";
import { isProxyTarget } from "#lib/environments/index.ts";
import { type ClientAddress, peerAddress } from "./client-address.ts";
import { type DrainTimes, drain } from "./drain.ts";
import { type ConnectionLimits, limitConnections } from "./front-connections.ts";
import { createTurns } from "./in-turn.ts";
import type { OperatorDoor } from "./observe/operator-door.ts";
import { limitPageBody, refuseLongBody } from "./page-body.ts";
import { bearsToken } from "./proxy/authenticate.ts";
import { writeRawAnswer } from "./proxy/exchange.ts";
import type { ClusterProxy } from "./proxy/handler.ts";
import { refuseForeign } from "./refuse-foreign.ts";
import { refuseSurplus } from "./refuse-surplus.ts";
import { limitUnfinishedHeads } from "./unfinished-heads.ts";
import { takeUpgradeCheck } from "./upgrade-check.ts";

export interface GatewayPages {
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface GatewayOptions {
  tls: SecureContextOptions;
  proxy: ClusterProxy;
  pages: GatewayPages;
  /** Whether a Host header names this server: pages are built on it. */
  isOurHost(host: string): boolean;
  /** Probes and metrics; false: `request` is for neither. */
  operatorDoor: Pick<OperatorDoor, "answer">;
  /** That of the connection unless told. */
  clientAddress?: ClientAddress;
  limits?: Partial<ConnectionLimits>;
  /** Of the process; nothing new is taken while it is high. */
  memory?: { readonly high: boolean };
}

export interface Gateway {
  server: https.Server;
  /** What its connections are held to. */
  limits: ConnectionLimits;
  /** Shown to new connections from now on; open ones go on. */
  showCertificate(tls: SecureContextOptions): void;
  /** Stops as `times` say; resolves when no connection is left. */
  drain(times: DrainTimes): Promise<void>;
}

/** Creates the server; the caller makes it listen. */
export function createGateway({ tls, proxy, pages, isOurHost, operatorDoor, limits, ...options }: GatewayOptions): Gateway {
  const { clientAddress = peerAddress, memory = { high: false } } = options;
  let draining = false;
  const pagesUnderWay = new Set<ServerResponse>();
  const server = https.createServer({ ...tls, ...tlsRules, ...serverOptions });
  // Node drops header lines beyond its limit in silence, and with them perhaps the one that matters; the limit on bytes is enough.
  server.maxHeadersCount = 0;
  server.keepAliveTimeout = 95_000;

  const connections = limitConnections(server, limits);
  const heads = limitUnfinishedHeads(server);
  /** Sockets that Node has let go of. */
  const upgraded = new Set<Duplex>();

  const turns = createTurns();

  const listener = (expectsContinue: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    heads.finished(request);
    turns.take(request.socket, response, () => serve(request, response, expectsContinue));
  };

  function serve(request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void {
    const { surplus } = connections.request(request.socket, response);
    // Told by `Connection: close`: the client's next request finds a process that stays.
    if (draining) response.shouldKeepAlive = false;
    const forProxy = isForProxy(request);
    // First: when there is no room for anybody else, the operator asks why.
    if (!forProxy && operatorDoor.answer(request, response, { draining })) return;
    if (surplus || memory.high) {
      refuseSurplus({ kind: "request", request, response, expectsContinue }, surplus);
      return;
    }
    if (forProxy) {
      void proxy.handle({ kind: "request", request, response, expectsContinue });
      return;
    }
    if (isOurHost(request.headers.host ?? "")) servePage(request, response, expectsContinue);
    else refuseHost(response);
  }

  function servePage(request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void {
    if (refuseForeign(request, response) || refuseLongBody(request, response)) return;
    prepareForPages(request, clientAddress);
    limitPageBody(request);
    if (expectsContinue) response.writeContinue();
    pagesUnderWay.add(response);
    response.once("close", () => pagesUnderWay.delete(response));
    pages.request(request, response);
  }

  server.on("request", listener(false));
  server.on("checkContinue", listener(true));
  server.on("clientError", (error, socket) => refuseMalformed(error, socket, turns.answerOn(socket)));
  server.on("upgrade", (request, socket, head) => {
    // Node has let go of the socket: without a listener its next error would end the process.
    socket.on("error", () => socket.destroy());
    heads.letGo(request.socket);
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    // Its bytes and those of the answer that is still to come would be one stream.
    if (turns.answerOn(socket) !== null) {
      socket.destroy();
      return;
    }
    const { surplus } = connections.request(socket, null);
    if (surplus || memory.high) {
      refuseSurplus({ kind: "upgrade", request, socket, head }, surplus);
    } else if (isForProxy(request)) {
      void proxy.handle({ kind: "upgrade", request, socket, head });
    } else if (isOurHost(request.headers.host ?? "")) {
      if (takeUpgradeCheck(request, socket)) return;
      prepareForPages(request, clientAddress);
      pages.upgrade(request, socket, head);
    } else {
      refuseUpgrade(socket, 421);
    }
  });

  return {
    server,
    limits: connections.limits,
    // Node forgets the rules with the old context.
    showCertificate: (fresh) => server.setSecureContext({ ...fresh, ...tlsRules }),
    async drain(times) {
      draining = true;
      await drain(
        {
          server,
          openStreams: proxy.openStreams,
          cutPages: () => {
            for (const response of pagesUnderWay) response.destroy();
          },
          cutUpgraded: () => {
            for (const socket of upgraded) socket.destroy();
          },
        },
        times,
      );
    },
  };
}

const tlsRules: SecureContextOptions = {
  minVersion: "TLSv1.2",
  // Each time would cost us a signature and the client next to nothing; Node allows three.
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
};

const serverOptions = {
  // Every upgrade of kubectl comes without ALPN; HTTP/2 would win nothing and has cost others much.
  ALPNProtocols: ["http/1.1"],
  handshakeTimeout: 10_000,
  headersTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  // A slow upload is not a fault; one that stands still is ended by the proxy.
  requestTimeout: 0,
  // As much as an API server takes: label selectors grow long.
  maxHeaderSize: 1024 * 1024,
  keepAlive: true,
  keepAliveInitialDelay: 30_000,
  noDelay: true,
  insecureHTTPParser: false,
  // Other protocols, such as h2c, are offers that a server may pass over: then it is an ordinary request.
  shouldUpgradeCallback: (request: IncomingMessage) => /^(?:websocket|spdy\/3\.1)$/i.test(request.headers.upgrade ?? ""),
} as const;

/** Ended alone, the socket would stay for ever while what the client had sent behind its request lies unread. */
export function refuseUpgrade(socket: Duplex, code: 404 | 421): void {
  writeRawAnswer(socket, { code, headers: [["Content-Length", "0"]], body: Buffer.alloc(0) });
}

/** By path, or by one of our tokens whatever the path; the pages' own two folders below /api are no cluster's. */
function isForProxy(request: IncomingMessage): boolean {
  const target = request.url ?? "";
  if (isProxyTarget(target)) return true;
  return bearsToken(request) && !/^\/api\/(?:auth|kubernetes)(?:[/?]|$)/.test(target);
}

/** What Node's parser refuses. By itself Node would cut at once, and the reset would often take the answer away with it. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex, answer: ServerResponse | null): void {
  // Told again with each piece of what still comes; the answer is on its way, and its end is set.
  if (socket.writableEnded) return;
  if (answer?.headersSent && !answer.writableFinished) {
    socket.destroy();
    return;
  }
  const code = error.code === "HPE_HEADER_OVERFLOW" ? 431 : error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
  writeRawAnswer(socket, { code, headers: [["Content-Length", "0"]], body: Buffer.alloc(0) });
}

function refuseHost(response: ServerResponse): void {
  response.writeHead(421, { "Content-Type": "text/plain", Connection: "close" });
  response.end("This server is not known under that name. Set the external URL to the address that people use.\n");
}

const claimed = /^(?:x-forwarded-.*|forwarded|x-real-ip|x-drawbridge-.*)$/i;

/** Pages believe these headers, so only we may set them. A kubeconfig's token opens no page. */
function prepareForPages(request: IncomingMessage, clientAddress: ClientAddress): void {
  const client = clientAddress(request);
  for (const name of Object.keys(request.headers)) if (claimed.test(name)) delete request.headers[name];
  if (bearsToken(request)) delete request.headers.authorization;
  request.headers["x-drawbridge-client-ip"] = client;
}
