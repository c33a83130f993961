// Faults in the log without a flood: the first of a kind is told at once, those that follow are counted and told once a minute.

export interface Fault {
  /** Faults with the same key are the same fault. Bounded by the caller: not of anything that a client sends. */
  key: string;
  level: "warn" | "error";
  message: string;
  /** For the log's line. */
  fields: Record<string, unknown>;
  /** How many of a period are told one by one. */
  tellEach?: number;
}

type Tell = (fields: Record<string, unknown>, message: string) => void;

export interface FaultLog {
  report(fault: Fault): void;
  /** Tells what was still being counted. */
  close(): void;
}

interface Counted {
  fault: Fault;
  /** In this period. */
  told: number;
  counted: number;
}

export function createFaultLog(logger: { warn: Tell; error: Tell }, everyMs = 60_000): FaultLog {
  const known = new Map<string, Counted>();
  let timer: NodeJS.Timeout | undefined;

  function tellCounts(): void {
    for (const [key, { fault, told, counted }] of known) {
      if (counted > 0) logger[fault.level]({ ...fault.fields, times: counted, inSeconds: Math.round(everyMs / 1000) }, `again: ${fault.message}`);
      // Quiet for a whole period: should it come again, it is news.
      if (told + counted === 0) known.delete(key);
      else known.set(key, { fault, told: 0, counted: 0 });
    }
    if (known.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    report(fault) {
      const seen = known.get(fault.key);
      // What goes on from one period into the next is not told anew, but counted.
      const tells = seen === undefined || (seen.told > 0 && seen.told < (fault.tellEach ?? 1));
      known.set(fault.key, { fault, told: (seen?.told ?? 0) + (tells ? 1 : 0), counted: (seen?.counted ?? 0) + (tells ? 0 : 1) });
      if (tells) logger[fault.level](fault.fields, fault.message);
      timer ??= setInterval(tellCounts, everyMs).unref();
    },
    close() {
      tellCounts();
      clearInterval(timer);
      known.clear();
    },
  };
}
