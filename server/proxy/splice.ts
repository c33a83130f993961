// Two sockets made one. Neither side's bytes are looked at.
import type { Duplex } from "node:stream";
import type { Outcome } from "./forwarding.ts";
import type { Lease } from "./open-streams.ts";

/** How long the other side may take for its last bytes when one side has ended. */
const lastBytesMs = 10_000;

export interface SpliceOptions {
  client: Duplex;
  /** Came before the splice; goes first. */
  clientHead: Buffer;
  server: Duplex;
  serverHead: Buffer;
  lease: Lease;
  /** Until a side that is written to takes more. */
  writeStallMs: number;
}

/**
 * Carries bytes both ways until one side ends: what it had sent is flushed to the other, then both are closed. The exit status of an
 * exec is the very last frame, so nothing is destroyed before it is through. Resolves when both are closed.
 */
export function splice({ client, clientHead, server, serverHead, lease, writeStallMs }: SpliceOptions): Promise<Omit<Outcome, "code">> {
  let endedBy: string | null = null;
  let lastBytes: NodeJS.Timeout | undefined;

  const cut = () => {
    client.destroy();
    server.destroy();
  };
  const ended = (side: "client" | "server") => {
    endedBy ??= side;
    lastBytes ??= setTimeout(cut, lastBytesMs);
  };
  const carry = (from: Duplex, to: Duplex, side: "client" | "server", first: Buffer) => {
    const carried = { bytes: first.length };
    let stall: NodeJS.Timeout | undefined;
    const pass = (chunk: Buffer) => {
      if (to.write(chunk)) return;
      from.pause();
      stall = setTimeout(cut, writeStallMs);
    };
    if (first.length > 0) pass(first);
    from.on("data", (chunk: Buffer) => {
      carried.bytes += chunk.length;
      pass(chunk);
    });
    to.on("drain", () => {
      clearTimeout(stall);
      from.resume();
    });
    to.once("close", () => clearTimeout(stall));
    from.once("end", () => {
      ended(side);
      to.end();
    });
    from.on("error", cut);
    if (from.isPaused() && !to.writableNeedDrain) from.resume();
    return carried;
  };
  const request = carry(client, server, "client", clientHead);
  const response = carry(server, client, "server", serverHead);
  lease.onEnd = () => {
    endedBy = lease.ended?.reason ?? "shutdown";
    cut();
  };

  return new Promise((resolve) => {
    let open = 2;
    const closed = (side: "client" | "server", other: Duplex) => () => {
      ended(side);
      // A side that broke off has no more to say and nothing to hear; one that ended well has had its bytes flushed.
      if (!other.writableEnded) other.end();
      if (--open > 0) return;
      clearTimeout(lastBytes);
      lease.onEnd = null;
      resolve({ requestBytes: request.bytes, responseBytes: response.bytes, endedBy: endedBy ?? side });
    };
    onClose(client, closed("client", server));
    onClose(server, closed("server", client));
  });
}

/** Also for a stream that was closed before anyone could listen. */
function onClose(stream: Duplex, action: () => void): void {
  if (stream.closed) action();
  else stream.once("close", action);
}
