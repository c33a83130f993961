// What Drawbridge does without being asked: keeps clusters at what the grants say, looks whether they answer, renews its credentials.
import { reconcileEnvironment } from "#lib/access/index.ts";
import type { Db } from "#lib/db.ts";
import { listEnvironmentIds, probeEnvironment, renewCredentials } from "#lib/environments/index.ts";
import type { logger as processLogger } from "#lib/logger.ts";
import { readRevision } from "#lib/revision.ts";
import { createLimit, type Repeat, repeat } from "./repeat.ts";

export interface JobsOptions {
  db: Db;
  clock: { now(): Date };
  logger: Pick<typeof processLogger, "info" | "warn">;
  /** The work itself and its times, for tests. */
  work?: JobsWork;
  times?: typeof defaultTimes;
}

export interface JobsWork {
  reconcile(environmentId: number, now: Date): Promise<unknown>;
  probe(environmentId: number, now: Date): Promise<unknown>;
  renew(now: Date): Promise<{ environmentId: number; error: unknown }[]>;
}

export interface Jobs {
  /** Ends them; resolves when none is under way. */
  stop(): Promise<void>;
}

const defaultTimes = { watchMs: 250, reconcileMs: 60_000, probeMs: 30_000, renewMs: 60_000, retryMs: { first: 1_000, longest: 60_000 } };
const atOnceMax = 32;

/** Starts all jobs. Each environment has its own: one that hangs or fails delays no other. */
export function startJobs({ db, clock, logger, times = defaultTimes, work = workOn(db) }: JobsOptions): Jobs {
  const ending = new AbortController();
  const environments = new Map<number, { reconcile: Repeat; probe: Repeat; ending: AbortController }>();
  const left: Promise<unknown>[] = [];
  const limits = { reconcile: createLimit(atOnceMax), probe: createLimit(atOnceMax) };
  const { retryMs } = times;
  let revision = -1;

  const watch = repeat({ work: watchRevision, everyMs: times.watchMs, retryMs, signal: ending.signal, onError: reporter("the database cannot be read") });
  const renew = repeat({ work: renewAll, everyMs: times.renewMs, retryMs, signal: ending.signal, onError: reporter("credentials cannot be renewed") });

  return {
    async stop() {
      ending.abort();
      for (const environment of environments.values()) environment.ending.abort();
      await Promise.all([watch.done, renew.done, ...left, ...[...environments.values()].flatMap(({ reconcile, probe }) => [reconcile.done, probe.done])]);
    },
  };

  async function watchRevision(): Promise<void> {
    const seen = await readRevision(db);
    if (seen === revision) return;
    const ids = new Set(await listEnvironmentIds(db));
    for (const [id, { ending: end, reconcile, probe }] of environments) {
      if (ids.has(id)) {
        reconcile.wake();
        continue;
      }
      end.abort();
      left.push(reconcile.done, probe.done);
      environments.delete(id);
    }
    for (const id of ids) if (!environments.has(id)) environments.set(id, startEnvironment(id));
    revision = seen;
  }

  function startEnvironment(id: number) {
    const end = new AbortController();
    const options = { retryMs, signal: AbortSignal.any([ending.signal, end.signal]) };
    return {
      ending: end,
      reconcile: repeat({
        ...options,
        work: () => limits.reconcile(() => work.reconcile(id, clock.now())),
        everyMs: times.reconcileMs,
        onError: reporter("a cluster cannot be brought to its grants", id),
      }),
      probe: repeat({
        ...options,
        work: () => limits.probe(() => work.probe(id, clock.now())),
        everyMs: times.probeMs,
        onError: reporter("a cluster cannot be probed", id),
      }),
    };
  }

  async function renewAll(): Promise<void> {
    for (const { environmentId, error } of await work.renew(clock.now())) reporter("a credential cannot be renewed", environmentId)(error);
  }

  /** Logs a failure once, not at each try. */
  function reporter(message: string, environmentId?: number): (error: unknown) => void {
    let last = "";
    return (error) => {
      const words = error instanceof Error ? error.message : String(error);
      if (words !== last && !ending.signal.aborted) logger.warn({ environmentId, reason: words }, message);
      last = words;
    };
  }
}

function workOn(db: Db): JobsWork {
  return {
    reconcile: (id, now) => reconcileEnvironment(db, id, now),
    probe: (id, now) => probeEnvironment(db, id, now),
    renew: (now) => renewCredentials(db, now),
  };
}
