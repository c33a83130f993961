// The connections of the front: how many at once, who shakes hands when, and what is known of each.
import type { ServerResponse } from "node:http";
import type { Server } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { logger } from "#lib/logger.ts";
import { connectionsMaxOf, descriptorLimit } from "./descriptor-limit.ts";
import { createHandshakeQueue, type Entrant, type HandshakeLimits, handshakeLimits } from "./handshake-queue.ts";
import { sparsely } from "./sparsely.ts";

export interface ConnectionLimits extends HandshakeLimits {
  /** Connections at once. What comes beyond is closed without a word: there may be no descriptor left to say one with. */
  connectionsMax: number;
}

export interface FrontConnections {
  /** A request has come on `socket`. Returns whether it came when nearly all of the connections were in use: then it is told so, and ends. */
  request(socket: Duplex, answer: ServerResponse | null): { surplus: boolean };
  readonly limits: ConnectionLimits;
}

interface FrontConnection {
  readonly surplus: boolean;
  readonly entrant: Entrant | undefined;
}

/** Of the connections that may be open at once, the last ones are there to be refused in words. */
const surplusShare = 0.05;

/** Puts `server`'s connections under `limits`. Call before it listens. */
export function limitConnections(server: Server, given: Partial<ConnectionLimits> = {}): FrontConnections {
  const limits = { connectionsMax: connectionsMaxOf(descriptorLimit()), ...handshakeLimits, ...given };
  const queue = createHandshakeQueue(limits);
  /** By the client's end: Node does not tell which socket a TLS socket was made of. */
  const entrants = new Map<string, Entrant>();
  const connections = new WeakMap<Duplex, FrontConnection>();
  const surplusFrom = limits.connectionsMax - Math.ceil(limits.connectionsMax * surplusShare);

  server.maxConnections = limits.connectionsMax;
  server.on(
    "drop",
    sparsely(60_000, (count) => logger.error({ count, connectionsMax: limits.connectionsMax }, "connections were refused: as many are open as may be")),
  );
  const acceptFailed = sparsely(60_000, (count) => logger.error({ count }, "connections could not be accepted: this process has no descriptor left"));
  // A failure to accept is one connection's; without a listener it would end the process, and all the others.
  server.on("error", () => {
    if (server.listening) acceptFailed();
  });

  const [shakeHands] = server.listeners("connection");
  if (shakeHands === undefined) throw new Error("the server has no TLS");
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    const end = endOf(socket);
    const entrant = queue.enter(socket, () => Reflect.apply(shakeHands, server, [socket]));
    entrants.set(end, entrant);
    socket.once("close", () => entrants.delete(end));
  });
  server.on("secureConnection", (socket) => {
    const entrant = entrants.get(endOf(socket));
    connections.set(socket, { surplus: entrants.size > surplusFrom, entrant });
  });
  return {
    request(socket, answer) {
      const connection = connections.get(socket);
      if (!connection) return { surplus: false };
      connection.entrant?.request(answer);
      return connection;
    },
    limits,
  };
}

function endOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
