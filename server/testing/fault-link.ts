// A TCP link that misbehaves on demand, between two parties that do not know of it.
import { once } from "node:events";
import net from "node:net";

export interface FaultLink {
  port: number;
  /** `https://127.0.0.1:<port>` */
  server: string;
  /** Connections that are open, and all that ever came. */
  open(): number;
  accepted: number;
  /** Of each piece, in each direction, from now on. */
  delayMs: number;
  /** Nothing passes any more, in either direction, and nobody is told: neither an end nor an error. New connections are taken and stay as silent. */
  stall(): void;
  resume(): void;
  /** Ends all connections by a reset (RST). */
  reset(): void;
  /** New connections are taken and reset at once, as by a tunnel whose other end is away. */
  broken: boolean;
  /** Ends each connection after so many more bytes from the server. */
  cutAfterBytes(count: number): void;
  /** New connections are refused, as by a host without a listener. */
  refuse(): Promise<void>;
  /** On the same port again. */
  accept(): Promise<void>;
  /** Resolves when no connection is open. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

interface Pair {
  near: net.Socket;
  far: net.Socket;
}

/** Links a free loopback port to `farPort` of this host, or of `farHost`. */
export async function startFaultLink(farPort: number, farHost = "127.0.0.1"): Promise<FaultLink> {
  const pairs = new Set<Pair>();
  const waiting = new Set<() => void>();
  let stalled = false;
  let bytesLeft = Number.POSITIVE_INFINITY;

  function pass(from: net.Socket, to: net.Socket, counted: boolean): void {
    from.on("data", (chunk: Buffer) => {
      const piece = counted && chunk.length > bytesLeft ? chunk.subarray(0, bytesLeft) : chunk;
      if (counted) bytesLeft -= piece.length;
      const deliver = () => {
        if (!to.destroyed && !to.write(piece)) {
          from.pause();
          to.once("drain", () => stalled || from.resume());
        }
        if (counted && bytesLeft <= 0) link.reset();
      };
      // Timers of one length fire in the order of their making, so pieces do not overtake each other.
      if (link.delayMs > 0) setTimeout(deliver, link.delayMs);
      else deliver();
    });
    from.on("end", () => (link.delayMs > 0 ? setTimeout(() => to.end(), link.delayMs) : to.end()));
    from.on("error", () => to.resetAndDestroy());
  }

  const listener = net.createServer({ allowHalfOpen: true }, (near) => {
    link.accepted++;
    if (link.broken) {
      near.on("error", () => {});
      near.resetAndDestroy();
      return;
    }
    const pair = { near, far: net.connect({ port: farPort, host: farHost, allowHalfOpen: true }) };
    pairs.add(pair);
    for (const socket of [pair.near, pair.far]) socket.setNoDelay(true);
    pass(pair.near, pair.far, false);
    pass(pair.far, pair.near, true);
    let closed = 0;
    for (const socket of [pair.near, pair.far]) {
      if (stalled) socket.pause();
      socket.once("close", () => {
        if (++closed < 2) return;
        pairs.delete(pair);
        for (const check of [...waiting]) check();
      });
    }
  });
  const listen = async (port: number) => {
    listener.listen(port, "127.0.0.1");
    await once(listener, "listening");
  };
  await listen(0);
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const { port } = address;

  const link: FaultLink = {
    ...{ port, server: `https://127.0.0.1:${port}`, accepted: 0, delayMs: 0, broken: false },
    open: () => pairs.size,
    stall() {
      stalled = true;
      for (const { near, far } of pairs) for (const socket of [near, far]) socket.pause();
    },
    resume() {
      stalled = false;
      for (const { near, far } of pairs) for (const socket of [near, far]) socket.resume();
    },
    reset() {
      bytesLeft = Number.POSITIVE_INFINITY;
      for (const { near, far } of pairs) for (const socket of [near, far]) socket.resetAndDestroy();
    },
    cutAfterBytes(count) {
      bytesLeft = count;
    },
    async refuse() {
      // Closed for new ones; those that are open go on, so nobody waits for the end of them.
      listener.close();
      while (listener.listening) await new Promise(setImmediate);
    },
    accept: () => listen(port),
    quiet: () =>
      new Promise((resolve) => {
        const check = () => {
          if (pairs.size > 0) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    async close() {
      link.reset();
      if (listener.listening) listener.close();
      await link.quiet();
    },
  };
  return link;
}
