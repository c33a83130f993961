// A head may be a mebibyte long, and until it is whole nobody knows whose it is: a stranger with a thousand connections would have us hold a
// gigabyte, as often as they like. So what is held of unfinished heads is bounded, for one address and for all.
import type { IncomingMessage } from "node:http";
import type { Server } from "node:https";
import type { Socket } from "node:net";
import { logger } from "#lib/logger.ts";
import { sparsely } from "./sparsely.ts";

export interface HeadLimits {
  /** Bytes of unfinished heads of one address. A head on its way is whole within a moment, so only those that are held add up. */
  perAddressMax: number;
  totalMax: number;
  everyMs: number;
}

export const headLimits: HeadLimits = { perAddressMax: 32 * 2 ** 20, totalMax: 256 * 2 ** 20, everyMs: 1000 };

export interface UnfinishedHeads {
  /** The head of `request` is whole. */
  finished(request: IncomingMessage): void;
  /** `socket` carries no more heads. */
  letGo(socket: Socket): void;
}

interface Held {
  socket: Socket;
  bytes: number;
}

/** Looks at `server`'s connections from time to time, and cuts those that hold the most of what is too much. */
export function limitUnfinishedHeads(server: Server, given: Partial<HeadLimits> = {}): UnfinishedHeads {
  const limits = { ...headLimits, ...given };
  /** Bytes that had been read when the last request of a connection was whole; null while its body is on the way. */
  const readAt = new Map<Socket, number | null>();
  const tell = sparsely(60_000, (count) => logger.warn({ count }, "connections were cut: their address held too many unfinished heads"));

  server.on("secureConnection", (socket) => {
    readAt.set(socket, 0);
    socket.once("close", () => readAt.delete(socket));
  });
  function look(): void {
    const all: Held[] = [];
    for (const [socket, mark] of readAt) if (mark !== null && socket.bytesRead > mark) all.push({ socket, bytes: socket.bytesRead - mark });
    for (const ofAddress of Map.groupBy(all, ({ socket }) => socket.remoteAddress).values()) cut(ofAddress, limits.perAddressMax);
    cut(all, limits.totalMax);
  }

  function cut(held: Held[], bytesMax: number): void {
    let sum = 0;
    for (const { socket, bytes } of held) if (!socket.destroyed) sum += bytes;
    if (sum <= bytesMax) return;
    for (const { socket, bytes } of held.sort((left, right) => right.bytes - left.bytes)) {
      if (sum <= bytesMax) return;
      if (socket.destroyed) continue;
      socket.destroy();
      sum -= bytes;
      tell();
    }
  }

  const timer = setInterval(look, limits.everyMs);
  timer.unref();
  server.once("close", () => clearInterval(timer));
  return {
    finished(request) {
      const { socket, headers } = request;
      if (!readAt.has(socket)) return;
      const hasBody = headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
      readAt.set(socket, hasBody ? null : socket.bytesRead);
      if (hasBody) {
        request.once("end", () => {
          if (readAt.has(socket)) readAt.set(socket, socket.bytesRead);
        });
      }
    },
    letGo: (socket) => readAt.delete(socket),
  };
}
