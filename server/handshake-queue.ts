// TLS handshakes are most of what a new connection costs. When thousands of clients come back at once, all handshakes together would
// take longer than any client waits, and none would ever be done. So few are under way at a time, and the rest wait for their turn.
import type { Socket } from "node:net";

export interface HandshakeLimits {
  /** Handshakes under way. */
  handshakesMax: number;
  /** A handshake that waits for its client for longer costs nothing: it counts no more. */
  handshakeSlotMs: number;
  /** Connections of one address on which no request has come yet: each may hold a head of a mebibyte. */
  silentPerAddressMax: number;
  /** Clients give up after ten seconds; what has waited for longer would be work for nobody. */
  waitMs: number;
}

export const handshakeLimits: HandshakeLimits = { handshakesMax: 64, handshakeSlotMs: 250, silentPerAddressMax: 128, waitMs: 10_000 };

export interface Entrant {
  /** The handshake is done. */
  secured(): void;
  /** A request has come. */
  spoke(): void;
}

export interface HandshakeQueue {
  /** Begins the handshake, at once or later, by `begin`. */
  enter(socket: Socket, begin: () => void): Entrant;
  /** Those who wait for their turn. */
  readonly waiting: number;
}

interface Address {
  waiting: Place[];
  silent: number;
}

export function createHandshakeQueue(limits: HandshakeLimits): HandshakeQueue {
  const addresses = new Map<string, Address>();
  /** Addresses whose next one may begin as soon as there is room, in the order of their turns: a crowd from one keeps no other waiting. */
  const next = new Map<string, Address>();
  let underWay = 0;
  let waiting = 0;

  function callNext(): void {
    while (underWay < limits.handshakesMax) {
      const [turn] = next;
      if (turn === undefined) return;
      const [name, address] = turn;
      next.delete(name);
      const place = address.waiting.shift();
      if (place === undefined) continue;
      waiting--;
      begin(place, address);
      queueAgain(name, address);
    }
  }

  function queueAgain(name: string, address: Address): void {
    if (address.waiting.length > 0 && address.silent < limits.silentPerAddressMax) next.set(name, address);
    else next.delete(name);
  }

  function begin(place: Place, address: Address): void {
    underWay++;
    address.silent++;
    place.begin(limits.handshakeSlotMs);
  }

  return {
    enter(socket, beginHandshake) {
      const name = socket.remoteAddress ?? "";
      const address = addresses.get(name) ?? { waiting: [], silent: 0 };
      addresses.set(name, address);
      const place = new Place(beginHandshake, {
        secured() {
          underWay--;
          callNext();
        },
        spoke() {
          address.silent--;
          queueAgain(name, address);
          callNext();
        },
      });
      socket.once("close", () => {
        const at = address.waiting.indexOf(place);
        if (at !== -1) {
          address.waiting.splice(at, 1);
          waiting--;
          queueAgain(name, address);
        }
        place.leave();
        if (address.waiting.length === 0 && address.silent === 0 && addresses.get(name) === address) addresses.delete(name);
      });
      if (underWay < limits.handshakesMax && address.silent < limits.silentPerAddressMax && next.size === 0) {
        begin(place, address);
      } else {
        // Without a listener an error of a socket that nobody has taken over yet would end the process.
        socket.on("error", () => socket.destroy());
        place.waitAtMost(limits.waitMs, () => socket.destroy());
        address.waiting.push(place);
        waiting++;
        queueAgain(name, address);
      }
      return place;
    },
    get waiting() {
      return waiting;
    },
  };
}

/** Of one connection: waits, shakes hands, is silent, speaks. Each step is told once. */
class Place implements Entrant {
  readonly #begin: () => void;
  readonly #told: Entrant;
  #timer: NodeJS.Timeout | undefined;
  #shaking = false;
  #silent = false;

  constructor(begin: () => void, told: Entrant) {
    this.#begin = begin;
    this.#told = told;
  }

  waitAtMost(ms: number, giveUp: () => void): void {
    this.#timer = setTimeout(giveUp, ms);
  }

  begin(slotMs: number): void {
    clearTimeout(this.#timer);
    this.#shaking = true;
    this.#silent = true;
    this.#timer = setTimeout(() => this.secured(), slotMs);
    this.#begin();
  }

  secured(): void {
    if (!this.#shaking) return;
    this.#shaking = false;
    clearTimeout(this.#timer);
    this.#told.secured();
  }

  spoke(): void {
    this.secured();
    if (!this.#silent) return;
    this.#silent = false;
    this.#told.spoke();
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.spoke();
  }
}
