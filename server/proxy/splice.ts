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
}

/**
 * Carries bytes both ways until one side ends: what it had sent is flushed to the other, then both are closed. The exit status of an
 * exec is the very last frame, so nothing is destroyed before it is through. Resolves when both are closed.
 */
export function splice({ client, clientHead, server, serverHead, lease }: SpliceOptions): Promise<Omit<Outcome, "code">> {
  let requestBytes = clientHead.length;
  let responseBytes = serverHead.length;
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

  client.on("data", (chunk: Buffer) => {
    requestBytes += chunk.length;
  });
  server.on("data", (chunk: Buffer) => {
    responseBytes += chunk.length;
  });
  client.once("end", () => ended("client"));
  server.once("end", () => ended("server"));
  client.on("error", cut);
  server.on("error", cut);
  // `pipe` ends the target with the source, once all is written.
  if (clientHead.length > 0) server.write(clientHead);
  if (serverHead.length > 0) client.write(serverHead);
  client.pipe(server);
  server.pipe(client);
  lease.onEnd = () => {
    endedBy = lease.ended?.reason ?? "shutdown";
    cut();
  };

  return new Promise((resolve) => {
    let open = 2;
    const closed = (side: "client" | "server", other: Duplex) => () => {
      ended(side);
      // A side that broke off has no more to say and nothing to hear; one that ended well has had its bytes flushed by `pipe`.
      if (!other.writableEnded) other.end();
      if (--open > 0) return;
      clearTimeout(lastBytes);
      lease.onEnd = null;
      resolve({ requestBytes, responseBytes, endedBy: endedBy ?? side });
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
