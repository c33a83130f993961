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
  /** Bytes that may be on their way in one direction of a connection, as TCP's window allows. */
  windowBytes: number;
  /** One piece of so many is late by `lateMs` more, and all behind it with it, as when TCP has to send it again. */
  lateEvery: number;
  lateMs: number;
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
    let underWay = 0;
    let pieces = 0;
    /** Pieces on their way, in order, and when each arrives. */
    const late: { piece: Buffer; at: number }[] = [];
    let lastAt = 0;
    let isArmed = false;
    const goOn = () => {
      if (!stalled && !to.writableNeedDrain && underWay < link.windowBytes) from.resume();
    };
    const deliver = (piece: Buffer) => {
      underWay -= piece.length;
      if (!to.destroyed) to.write(piece);
      if (counted && bytesLeft <= 0) link.reset();
      goOn();
    };
    const arrive = () => {
      isArmed = false;
      for (let first = late[0]; first !== undefined && first.at <= performance.now(); first = late[0]) {
        late.shift();
        deliver(first.piece);
      }
      arm();
    };
    const arm = () => {
      if (isArmed || late[0] === undefined) return;
      isArmed = true;
      setTimeout(arrive, Math.max(1, late[0].at - performance.now()));
    };
    from.on("data", (chunk: Buffer) => {
      const piece = counted && chunk.length > bytesLeft ? chunk.subarray(0, bytesLeft) : chunk;
      if (counted) bytesLeft -= piece.length;
      underWay += piece.length;
      if (underWay >= link.windowBytes || to.writableNeedDrain) from.pause();
      if (link.delayMs === 0) return deliver(piece);
      const lateMs = ++pieces % link.lateEvery === 0 ? link.lateMs : 0;
      lastAt = Math.max(lastAt, performance.now() + link.delayMs + lateMs);
      late.push({ piece, at: lastAt });
      arm();
    });
    to.on("drain", goOn);
    from.on("end", () => setTimeout(() => to.end(), Math.max(0, lastAt - performance.now())));
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
    ...{ windowBytes: Number.POSITIVE_INFINITY, lateEvery: Number.POSITIVE_INFINITY, lateMs: 0 },
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
