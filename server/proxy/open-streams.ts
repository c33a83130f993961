// Who is connected, and until when. Everything that is being carried holds a lease; when its right ends, the lease ends it.
import type { Access, EnvironmentAccess, Identity } from "#lib/access/index.ts";
import { type Caller, findHeldToken } from "./authenticate.ts";
import { authorize, requireEnvironment } from "./authorize.ts";
import type { Clock } from "./clock.ts";
import { endInWords, endOfFile, type HeldToken } from "./file-end.ts";
import { ProxyError } from "./status.ts";

export type EndReason = "expired" | "revoked" | "access-removed" | "shutdown";

export interface Lease {
  /** Set when Drawbridge ended it. */
  readonly ended: { reason: EndReason; error: ProxyError } | null;
  /** Called once, when Drawbridge ends it; at once when it has been ended already. */
  onEnd: (() => void) | null;
  /** Gives the lease back. */
  release(): void;
}

export interface LeaseRequest {
  caller: Caller;
  environmentId: number;
  identity: Identity;
  carries: Carried;
  /** Length of the head of what stays open: a long one takes the places of several. */
  headCharacters?(): number;
  /** What else must hold in the environment as it now is. Throws ProxyError. */
  stillAllowed?(environment: EnvironmentAccess): void;
  homeUrl(): string;
}

/**
 * `request` ends by itself. A `watch` may go on for ever, and its client resumes elsewhere where it was; a `session` (exec, port-forward,
 * a followed log) may too, and is lost when it is cut. Both count against the limit of the user, and end at the very instant of expiry; a
 * request that is still being answered then ends within a second of it.
 */
export type Carried = "request" | "watch" | "session";

export interface OpenStreams {
  /** Throws ProxyError 429 when the user has too many open streams, and 503 for a stream once `refuseStreams` was called. */
  lease(request: LeaseRequest): Lease;
  /** Ends what `access` no longer allows. */
  review(access: Access): void;
  /** Takes no watch and no session any more: Drawbridge is about to stop. */
  refuseStreams(): void;
  /** Ends all that is carried of one kind because Drawbridge stops: one each `apartMs`, the last by `withinMs`. Returns how many there are. */
  end(carried: Carried, pace?: { apartMs: number; withinMs: number }): number;
  readonly size: number;
}

/** Node keeps a head for as long as its answer goes on, and it may be a mebibyte long: 2000 places are some 64 MiB of heads. */
const charactersPerPlace = 32 * 1024;
const lookEveryMs = 1000;

export function createOpenStreams(options: { clock: Clock; streamsPerUserMax: number }): OpenStreams {
  const { clock, streamsPerUserMax } = options;
  const held = new Set<HeldLease>();
  const streamsByUser = new Map<string, number>();
  let stopping = false;
  let looking = false;

  /** Requests are too many and too short for a timer of their own: all that are held are looked at together, while there are any. */
  function lookAfterRequests(): void {
    if (looking) return;
    looking = true;
    clock.at(new Date(clock.now().getTime() + lookEveryMs), () => {
      looking = false;
      const requests = [...held].filter((each) => each.carries === "request");
      for (const each of requests) each.endIfExpired(clock);
      if (requests.length > 0) lookAfterRequests();
    });
  }

  function lease(request: LeaseRequest): Lease {
    const userId = request.caller.user.id;
    const isStream = request.carries !== "request";
    const streams = streamsByUser.get(userId) ?? 0;
    // Its client tries again on a new connection, which another process takes.
    if (isStream && stopping) throw new ProxyError(503, stoppingText, { retryAfterSeconds: 1 });
    const places = isStream ? 1 + Math.floor((request.headCharacters?.() ?? 0) / charactersPerPlace) : 0;
    if (isStream && streams + places > streamsPerUserMax) {
      throw new ProxyError(429, `you have ${streams} open watches and sessions, which is the most that one person may have`);
    }
    const mine = new HeldLease(request, () => {
      held.delete(mine);
      if (!isStream) return;
      const left = (streamsByUser.get(userId) ?? places) - places;
      if (left > 0) streamsByUser.set(userId, left);
      else streamsByUser.delete(userId);
    });
    held.add(mine);
    if (isStream) {
      streamsByUser.set(userId, streams + places);
      mine.endAtExpiry(clock);
    } else lookAfterRequests();
    return mine;
  }

  return {
    lease,
    review(access) {
      // A copy: an ended lease leaves the set.
      for (const each of [...held]) each.review(access, clock);
    },
    refuseStreams() {
      stopping = true;
    },
    end(carried, { apartMs, withinMs } = { apartMs: 0, withinMs: 0 }) {
      const ending = [...held].filter((each) => each.carries === carried);
      const stepMs = Math.min(apartMs, withinMs / Math.max(1, ending.length));
      for (const [index, each] of ending.entries()) {
        const end = () => each.end("shutdown", new ProxyError(503, stoppingText, { retryAfterSeconds: 1 }));
        if (index * stepMs < 1) end();
        else setTimeout(end, index * stepMs);
      }
      return ending.length;
    },
    get size() {
      return held.size;
    },
  };
}

const stoppingText = "Drawbridge is stopping; try again in a moment";

class HeldLease implements Lease {
  ended: Lease["ended"] = null;
  #onEnd: (() => void) | null = null;
  readonly #request: LeaseRequest;
  /** As of the newest snapshot: a file may be extended or shortened while it is in use. */
  #caller: Caller;
  readonly #leave: () => void;
  #released = false;
  #callOff: (() => void) | null = null;

  constructor(request: LeaseRequest, leave: () => void) {
    this.#request = request;
    this.#caller = request.caller;
    this.#leave = leave;
  }

  get onEnd(): (() => void) | null {
    return this.#onEnd;
  }

  /** What is carried has moments in which nobody listens, such as between two tries; an end that falls there must not be missed. */
  set onEnd(action: (() => void) | null) {
    this.#onEnd = action;
    if (this.ended !== null) action?.();
  }

  get carries(): Carried {
    return this.#request.carries;
  }

  endIfExpired(clock: Clock): void {
    this.#endIfDead(this.#caller, clock.now());
  }

  endAtExpiry(clock: Clock): void {
    this.#callOff?.();
    this.#callOff = null;
    const { expiresAt } = this.#caller.token;
    if (expiresAt !== null) this.#callOff = clock.at(expiresAt, () => this.#endIfDead(this.#caller, clock.now()));
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#callOff?.();
    this.#leave();
  }

  end(reason: EndReason, error: ProxyError): void {
    if (this.ended !== null || this.#released) return;
    this.ended = { reason, error };
    this.#onEnd?.();
  }

  /** The same questions as at the beginning, asked of the new snapshot; a group that was lost ends it too, a new one does not. */
  review(access: Access, clock: Clock): void {
    const held = findHeldToken(access, this.#request.caller.tokenHash);
    if (held === null) {
      this.end("revoked", new ProxyError(401, "this kubeconfig is not known here any more"));
      return;
    }
    const { user } = held;
    if (this.#endIfDead(held, clock.now()) || user === null) return;
    const caller = { ...held, user };
    const moved = caller.token.expiresAt?.getTime() !== this.#caller.token.expiresAt?.getTime();
    this.#caller = caller;
    if (moved && this.#request.carries !== "request") this.endAtExpiry(clock);
    try {
      const environment = requireEnvironment(access, caller, this.#request.environmentId);
      const groups = new Set(authorize(caller, environment).groups);
      this.#request.stillAllowed?.(environment);
      if (this.#request.identity.groups.every((group) => groups.has(group))) return;
      this.end("access-removed", new ProxyError(403, `your rights in the environment “${environment.name}” have changed`));
    } catch (error) {
      this.end("access-removed", error instanceof ProxyError ? error : new ProxyError(500, "your rights could not be read", { cause: error }));
    }
  }

  #endIfDead(held: HeldToken, now: Date): boolean {
    const end = endOfFile(held, now);
    if (end === null) return false;
    this.end(end.kind, new ProxyError(401, endInWords(end, held.token, this.#request.homeUrl())));
    return true;
  }
}
