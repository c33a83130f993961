import type { EventEmitter } from "node:events";
import { IncomingMessage, ServerResponse } from "node:http";
import net from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHandshakeQueue, type Entrant, handshakeLimits } from "./handshake-queue.ts";

/** A socket that is accepted and on which nothing comes: what the queue knows of one is its address and its end. */
function socketFrom(address: string): net.Socket {
  const socket = new net.Socket();
  Object.defineProperty(socket, "remoteAddress", { value: address });
  return socket;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function queue(limits: Partial<typeof handshakeLimits>) {
  const begun: string[] = [];
  const thread = { busy: true };
  const waiting = createHandshakeQueue({ ...handshakeLimits, ...limits }, () => thread.busy);
  const enter = (address: string, name = address): { socket: net.Socket; entrant: Entrant } => {
    const socket = socketFrom(address);
    return { socket, entrant: waiting.enter(socket, () => begun.push(name)) };
  };
  const leave = (socket: EventEmitter) => socket.emit("close");
  return { waiting, begun, thread, enter, leave };
}

/** An answer: what the queue knows of one is whether it has begun, and its end. */
function newAnswer() {
  return new ServerResponse(new IncomingMessage(new net.Socket()));
}

// R34
describe("connections are let in", () => {
  it("at once while there is room, and then in turn, each when the first request of one before it is answered", () => {
    const { begun, enter, waiting } = queue({ handshakesMax: 2 });
    const first = enter("a", "1");
    for (const name of ["2", "3", "4"]) enter("a", name);
    expect(begun).toEqual(["1", "2"]);
    const answer = newAnswer();
    first.entrant.request(answer);
    vi.advanceTimersByTime(1000);
    expect(begun).toEqual(["1", "2"]);
    answer.emit("finish");
    first.entrant.request(newAnswer());
    expect(begun).toEqual(["1", "2", "3"]);
    expect(waiting.waiting).toBe(1);
  });

  it("when the answer before has begun, though it goes on for ever", () => {
    const { begun, enter } = queue({ handshakesMax: 1 });
    const first = enter("a", "1");
    enter("a", "2");
    const answer = newAnswer();
    first.entrant.request(answer);
    answer.flushHeaders();
    vi.advanceTimersByTime(100);
    expect(begun).toEqual(["1", "2"]);
  });

  it("without waiting for those before as long as the thread has time to spare, and at last in any case", () => {
    const { begun, enter, thread } = queue({ handshakesMax: 1 });
    for (const name of ["1", "2", "3"]) enter("a", name);
    vi.advanceTimersByTime(handshakeLimits.busySlotMs - 100);
    expect(begun).toEqual(["1"]);
    vi.advanceTimersByTime(200);
    expect(begun).toEqual(["1", "2"]);
    thread.busy = false;
    vi.advanceTimersByTime(handshakeLimits.handshakeSlotMs * 2);
    expect(begun).toEqual(["1", "2", "3"]);
  });

  it("from each address in turn: a crowd keeps no other waiting", () => {
    const { begun, enter, leave } = queue({ handshakesMax: 1 });
    const first = enter("crowd", "1");
    const crowd = Array.from({ length: 100 }, () => enter("crowd"));
    enter("other");
    leave(first.socket);
    for (const { socket } of crowd) leave(socket);
    expect(begun.indexOf("other")).toBeLessThanOrEqual(2);
  });

  it("only if they still wait", () => {
    const { begun, enter, leave, waiting } = queue({ handshakesMax: 1 });
    const first = enter("a", "1");
    const gone = enter("a", "gone");
    enter("a", "2");
    leave(gone.socket);
    expect(waiting.waiting).toBe(1);
    leave(first.socket);
    expect(begun).toEqual(["1", "2"]);
    expect(waiting.waiting).toBe(0);
  });
});

// A19
describe("one address", () => {
  it("has so many connections on which nothing was asked, and more wait until one of them has spoken or gone", () => {
    const { begun, enter, leave } = queue({ silentPerAddressMax: 2 });
    const first = enter("a", "1");
    const second = enter("a", "2");
    enter("a", "3");
    enter("a", "4");
    enter("b");
    expect(begun).toEqual(["1", "2", "b"]);
    first.entrant.request(null);
    expect(begun).toEqual(["1", "2", "b", "3"]);
    leave(second.socket);
    leave(second.socket);
    expect(begun).toEqual(["1", "2", "b", "3", "4"]);
  });

  it("that waits for too long is let go", () => {
    const { begun, enter, leave } = queue({ silentPerAddressMax: 1, waitMs: 1000 });
    enter("a", "1");
    const { socket } = enter("a", "2");
    const destroyed = vi.spyOn(socket, "destroy");
    vi.advanceTimersByTime(1000);
    expect(destroyed).toHaveBeenCalled();
    leave(socket);
    expect(begun).toEqual(["1"]);
  });

  it("is forgotten when its last connection has gone, and counted anew", () => {
    const { begun, enter, leave } = queue({ silentPerAddressMax: 1 });
    for (let round = 0; round < 3; round++) leave(enter("a").socket);
    expect(begun).toHaveLength(3);
  });
});
