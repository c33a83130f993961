// Who is connected, and until when. Everything that is being carried holds a lease; when its right ends, the lease ends it.
import type { Access, Identity } from "#lib/access/index.ts";
import { type Caller, findCaller, problemOf } from "./authenticate.ts";
import { authorize, requireEnvironment } from "./authorize.ts";
import type { Clock } from "./clock.ts";
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
  /** Counts against the limit of the user, and ends at the very instant of expiry. */
  longRunning: boolean;
  homeUrl: string;
}

export interface OpenStreams {
  /** Throws ProxyError 429 when the user has too many open streams. */
  lease(request: LeaseRequest): Lease;
  /** Ends what `access` no longer allows. */
  review(access: Access): void;
  /** Ends what could go on for ever. */
  endStreams(): void;
  readonly size: number;
}

export function createOpenStreams(options: { clock: Clock; streamsPerUserMax: number }): OpenStreams {
  const { clock, streamsPerUserMax } = options;
  const held = new Set<HeldLease>();
  const streamsByUser = new Map<string, number>();

  function lease(request: LeaseRequest): Lease {
    const userId = request.caller.user.id;
    const streams = streamsByUser.get(userId) ?? 0;
    if (request.longRunning && streams >= streamsPerUserMax) {
      throw new ProxyError(429, `you have ${streams} open watches and sessions, which is the most that one person may have`);
    }
    const mine = new HeldLease(request, () => {
      held.delete(mine);
      if (!request.longRunning) return;
      const left = (streamsByUser.get(userId) ?? 1) - 1;
      if (left > 0) streamsByUser.set(userId, left);
      else streamsByUser.delete(userId);
    });
    held.add(mine);
    if (request.longRunning) {
      streamsByUser.set(userId, streams + 1);
      mine.endAtExpiry(clock);
    }
    return mine;
  }

  return {
    lease,
    review(access) {
      const now = clock.now();
      // A copy: an ended lease leaves the set.
      for (const each of [...held]) each.review(access, now);
    },
    endStreams() {
      for (const each of [...held]) if (each.longRunning) each.end("shutdown", new ProxyError(503, "Drawbridge is stopping; try again in a moment"));
    },
    get size() {
      return held.size;
    },
  };
}

class HeldLease implements Lease {
  ended: Lease["ended"] = null;
  #onEnd: (() => void) | null = null;
  readonly #request: LeaseRequest;
  readonly #leave: () => void;
  #released = false;
  #callOff: (() => void) | null = null;

  constructor(request: LeaseRequest, leave: () => void) {
    this.#request = request;
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

  get longRunning(): boolean {
    return this.#request.longRunning;
  }

  endAtExpiry(clock: Clock): void {
    const { expiresAt } = this.#request.caller.token.file;
    if (expiresAt !== null) this.#callOff = clock.at(expiresAt, () => this.#endIfDead(this.#request.caller, clock.now()));
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
  review(access: Access, now: Date): void {
    const caller = findCaller(access, this.#request.caller.tokenHash);
    if (caller === null) {
      this.end("revoked", new ProxyError(401, "this kubeconfig is not known here any more"));
      return;
    }
    if (this.#endIfDead(caller, now)) return;
    try {
      const environment = requireEnvironment(access, caller, this.#request.environmentId);
      const groups = new Set(authorize(caller, environment).groups);
      if (this.#request.identity.groups.every((group) => groups.has(group))) return;
      this.end("access-removed", new ProxyError(403, `your rights in the environment “${environment.name}” have changed`));
    } catch (error) {
      this.end("access-removed", error instanceof ProxyError ? error : new ProxyError(500, "your rights could not be read", { cause: error }));
    }
  }

  #endIfDead(caller: Caller, now: Date): boolean {
    const problem = problemOf(caller, now);
    if (problem === null) return false;
    const expired = caller.token.file.revokedAt === null && !caller.user.disabled;
    this.end(expired ? "expired" : "revoked", new ProxyError(401, `${problem}; get a new one at ${this.#request.homeUrl}`));
    return true;
  }
}
