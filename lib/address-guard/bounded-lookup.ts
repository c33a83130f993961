// Names of API servers to addresses. The system resolves names on four threads, which files and password hashes need too: with a name server
// that does not answer, each name would hold one of them for half a minute.
import { type LookupAddress, lookup } from "node:dns";

export interface BoundedLookupOptions {
  /** All addresses of a name, by the system. */
  resolve?: (hostname: string) => Promise<LookupAddress[]>;
  /** Milliseconds that only go forward. */
  now?: () => number;
  /** Names that are being resolved at the same time. */
  atOnceMax?: number;
  /** How long an answer is taken for true without asking again. */
  freshMs?: number;
  /** How long it may serve when no other is to be had. Who answers there still has to show the right certificate. */
  staleMs?: number;
  /** How long an answer is waited for; it may come in time for the next who asks. */
  patienceMs?: number;
}

/** Resolves to the addresses of `hostname`; rejects with what the system says, or EAI_AGAIN when it says nothing in time. */
export type BoundedLookup = (hostname: string) => Promise<LookupAddress[]>;

interface Known {
  addresses: LookupAddress[];
  at: number;
}

/** Nobody has more environments than that whose names change. */
const namesMax = 10_000;

export function createBoundedLookup(options: BoundedLookupOptions = {}): BoundedLookup {
  const { resolve = bySystem, now = () => performance.now(), atOnceMax = 2, freshMs = 5_000, staleMs = 3_600_000, patienceMs = 3_000 } = options;
  const known = new Map<string, Known>();
  const asked = new Map<string, Promise<LookupAddress[]>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  function ask(hostname: string): Promise<LookupAddress[]> {
    const asking = asked.get(hostname) ?? inTurn(hostname).finally(() => asked.delete(hostname));
    asked.set(hostname, asking);
    return asking;
  }

  async function inTurn(hostname: string): Promise<LookupAddress[]> {
    if (running >= atOnceMax) await new Promise<void>((begin) => waiting.push(begin));
    else running++;
    try {
      const addresses = await resolve(hostname);
      if (known.size >= namesMax) known.clear();
      known.set(hostname, { addresses, at: now() });
      return addresses;
    } finally {
      // The place is handed on, not freed.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  }

  return async (hostname) => {
    const last = known.get(hostname);
    if (last && now() - last.at < freshMs) return last.addresses;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(Object.assign(new Error(`no address of ${hostname} in time`), { code: "EAI_AGAIN" })), patienceMs);
    });
    try {
      return await Promise.race([ask(hostname), late]);
    } catch (error) {
      if (last && now() - last.at < staleMs) return last.addresses;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}

function bySystem(hostname: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });
}
