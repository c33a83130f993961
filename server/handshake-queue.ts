// A new connection costs a TLS handshake here and mostly another one at the API server: together thousands of times a small request. When
// all clients come back at once, all of it at the same time would take longer than any of them waits, and none would ever be done. So few
// are being let in at a time, and the rest wait for their turn.
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { performance as nodePerformance } from "node:perf_hooks";

export interface HandshakeLimits {
  /** Connections being let in: from the handshake to the answer of their first request. */
  handshakesMax: number;
  /** One that waits for its client or a slow cluster for longer costs nothing and counts no more, unless the thread has no time to spare. */
  handshakeSlotMs: number;
  /** Then it counts for longer, but not for ever. */
  busySlotMs: number;
  /** Connections of one address on which no request has come yet. Many: browsers open some ahead, and a load balancer has one address for all. */
  silentPerAddressMax: number;
  /** Clients give up after ten seconds; what has waited for longer would be work for nobody. */
  waitMs: number;
}

export const handshakeLimits: HandshakeLimits = { handshakesMax: 64, handshakeSlotMs: 50, busySlotMs: 2000, silentPerAddressMax: 512, waitMs: 10_000 };

export interface Entrant {
  /** A request has come, and is answered by `answer`; null: it changes protocol. */
  request(answer: ServerResponse | null): void;
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

export function createHandshakeQueue(limits: HandshakeLimits, isBusy = watchUtilization()): HandshakeQueue {
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
    place.begin();
  }

  return {
    enter(socket, beginHandshake) {
      const name = socket.remoteAddress ?? "";
      const address = addresses.get(name) ?? { waiting: [], silent: 0 };
      addresses.set(name, address);
      const place = new Place({
        limits,
        isBusy,
        begin: beginHandshake,
        onLetIn() {
          underWay--;
          callNext();
        },
        onSpoke() {
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

interface PlaceOptions {
  limits: HandshakeLimits;
  isBusy(): boolean;
  begin(): void;
  onLetIn(): void;
  onSpoke(): void;
}

const lookMs = 25;

/** Of one connection: it waits, is being let in, and then counts no more. */
class Place implements Entrant {
  readonly #options: PlaceOptions;
  #timer: NodeJS.Timeout | undefined;
  #begunAt = 0;
  #enters = false;
  #silent = false;
  #answer: ServerResponse | null = null;

  constructor(options: PlaceOptions) {
    this.#options = options;
  }

  waitAtMost(ms: number, giveUp: () => void): void {
    this.#timer = setTimeout(giveUp, ms);
  }

  begin(): void {
    clearTimeout(this.#timer);
    this.#begunAt = performance.now();
    this.#enters = true;
    this.#silent = true;
    this.#timer = setInterval(() => this.#look(), lookMs);
    this.#options.begin();
  }

  request(answer: ServerResponse | null): void {
    if (!this.#silent) return;
    this.#silent = false;
    this.#options.onSpoke();
    this.#answer = answer;
    answer?.once("finish", () => this.#letIn());
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.#letIn();
    if (!this.#silent) return;
    this.#silent = false;
    this.#options.onSpoke();
  }

  #look(): void {
    const { limits, isBusy } = this.#options;
    const since = performance.now() - this.#begunAt;
    if (this.#answer?.headersSent || since >= limits.busySlotMs || (since >= limits.handshakeSlotMs && !isBusy())) this.#letIn();
  }

  #letIn(): void {
    if (!this.#enters) return;
    this.#enters = false;
    this.#answer = null;
    clearInterval(this.#timer);
    this.#options.onLetIn();
  }
}

/** Whether the thread had less than a tenth of its time to spare of late. */
function watchUtilization(): () => boolean {
  let last = nodePerformance.eventLoopUtilization();
  let lookedAt = performance.now();
  let busy = false;
  return () => {
    if (performance.now() - lookedAt < lookMs) return busy;
    const now = nodePerformance.eventLoopUtilization();
    busy = nodePerformance.eventLoopUtilization(now, last).utilization > 0.9;
    last = now;
    lookedAt = performance.now();
    return busy;
  };
}
