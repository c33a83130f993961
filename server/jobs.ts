// What Drawbridge does without being asked: keeps clusters at what the grants say, looks whether they answer, renews its credentials, ends unused files,
// deletes old audit rows.
import { type Fingerprint, readFingerprints, reconcileEnvironment } from "#lib/access/index.ts";
import { deleteOldAuditEvents } from "#lib/audit/index.ts";
import type { Db } from "#lib/db.ts";
import { isClusterFault, renewCredentials, watchEnvironment } from "#lib/environments/index.ts";
import { endUnusedKubeconfigs } from "#lib/issued-files/index.ts";
import type { logger as processLogger } from "#lib/logger.ts";
import { readRevision } from "#lib/revision.ts";
import { keepLogLines } from "#lib/support-bundle/index.ts";
import { createLimit, type Repeat, type RepeatOptions, repeat } from "./repeat.ts";

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
  endUnused(now: Date): Promise<unknown>;
  deleteOldAudit(now: Date): Promise<unknown>;
  keepLogLines(now: Date): Promise<unknown>;
}

export interface Jobs {
  /** Ends them; resolves when none is under way. */
  stop(): Promise<void>;
}

const defaultTimes = {
  watchMs: 250,
  reconcileMs: 30_000,
  probeMs: 30_000,
  renewMs: 60_000,
  endUnusedMs: 3_600_000,
  deleteOldAuditMs: 3_600_000,
  keepLogLinesMs: 5_000,
  retryMs: { first: 1_000, longest: 60_000 },
  // A look at a cluster costs some 10 ms of the thread that carries the traffic. With more than 500 environments a round takes longer than half a
  // minute, and everything else stays quick.
  gapMs: 60,
};
const atOnceMax = 32;

/** Starts all jobs. Each environment has its own: one that hangs or fails delays no other, and one that is new or has changed goes first. */
export function startJobs({ db, clock, logger, times = defaultTimes, work = workOn(db) }: JobsOptions): Jobs {
  const ending = new AbortController();
  const environments = new Map<number, KeptEnvironment>();
  const left: Promise<unknown>[] = [];
  const { retryMs, gapMs } = times;
  const limit = { most: atOnceMax, gapMs, signal: ending.signal };
  const limits = { reconcile: createLimit(limit), probe: createLimit(limit) };
  let revision = -1;

  const watch = repeat({
    ...reported(["the database cannot be read", "the database can be read again"], watchRevision),
    everyMs: times.watchMs,
    retryMs,
    signal: ending.signal,
  });
  const renew = repeat({
    ...reported(["credentials cannot be renewed", "credentials can be renewed again"], renewAll),
    everyMs: times.renewMs,
    retryMs,
    signal: ending.signal,
  });
  const endUnused = repeat({
    ...reported(["unused kubeconfigs cannot be ended", "unused kubeconfigs can be ended again"], () => work.endUnused(clock.now())),
    everyMs: times.endUnusedMs,
    retryMs,
    signal: ending.signal,
  });
  const deleteOldAudit = repeat({
    ...reported(["old audit rows cannot be deleted", "old audit rows can be deleted again"], () => work.deleteOldAudit(clock.now())),
    everyMs: times.deleteOldAuditMs,
    retryMs,
    signal: ending.signal,
  });

  // Its own failure is not told: it would be one more line to keep, each time.
  const keepLog = repeat({ work: () => work.keepLogLines(clock.now()), onError: () => {}, everyMs: times.keepLogLinesMs, retryMs, signal: ending.signal });

  return {
    async stop() {
      ending.abort();
      for (const environment of environments.values()) environment.ending.abort();
      const kept = [...environments.values()].flatMap(({ reconcile, probe }) => [reconcile.done, probe.done]);
      await Promise.all([watch.done, renew.done, endUnused.done, deleteOldAudit.done, keepLog.done, ...left, ...kept]);
      // What has led to the end is worth the most.
      await work.keepLogLines(clock.now()).catch(() => {});
    },
  };

  async function watchRevision(): Promise<void> {
    const seen = await readRevision(db);
    if (seen === revision) return;
    const fingerprints = await readFingerprints(db);
    for (const [id, environment] of environments) {
      if (fingerprints.has(id)) continue;
      environment.ending.abort();
      left.push(environment.reconcile.done, environment.probe.done);
      environments.delete(id);
    }
    for (const [id, fingerprint] of fingerprints) {
      const known = environments.get(id);
      if (!known) {
        environments.set(id, startEnvironment(id, fingerprint, revision !== -1));
        continue;
      }
      if (known.fingerprint.value !== fingerprint.value) {
        known.reconcile.wake();
        limits.reconcile.hurry(id);
      }
      known.fingerprint = fingerprint;
    }
    revision = seen;
  }

  function startEnvironment(id: number, fingerprint: Fingerprint, isNew: boolean): KeptEnvironment {
    const end = new AbortController();
    const options = { retryMs, signal: AbortSignal.any([ending.signal, end.signal]) };
    const [unlikeGrants, likeGrants] = ["a cluster cannot be brought to its grants", "a cluster is brought to its grants again"] as const;
    const inTurn = (kind: "reconcile" | "probe") => {
      let isFirst = isNew;
      return (isWoken: boolean, begun: () => void) => {
        const isUrgent = isWoken || isFirst;
        isFirst = false;
        const look = async () => {
          begun();
          if (!options.signal.aborted) await work[kind](id, clock.now());
        };
        return limits[kind].run(id, look, isUrgent);
      };
    };
    const reconcile = reported([unlikeGrants, likeGrants], inTurn("reconcile"), id);
    const probe = reported(["a cluster cannot be probed", "a cluster can be probed again"], inTurn("probe"), id);
    return {
      fingerprint,
      ending: end,
      reconcile: repeat({ ...options, ...reconcile, everyMs: times.reconcileMs }),
      probe: repeat({ ...options, ...probe, everyMs: times.probeMs }),
    };
  }

  async function renewAll(): Promise<void> {
    const failures = await work.renew(clock.now());
    // Told with the first one's reason: the others have each their own health on the page.
    if (failures[0]) throw new Error(`of ${failures.map(({ environmentId }) => nameOf(environmentId)).join(", ")}`, { cause: failures[0].error });
  }

  function nameOf(id: number): string {
    return environments.get(id)?.fingerprint.name ?? `environment ${id}`;
  }

  /** `task`, whose failure is logged once, not at each try, and so is its end. */
  function reported([failing, mended]: readonly [string, string], task: RepeatOptions["work"], id?: number): Pick<RepeatOptions, "work" | "onError"> {
    let last = "";
    return {
      async work(isUrgent, begun) {
        await task(isUrgent, begun);
        if (last !== "") logger.info({ environment: id === undefined ? undefined : nameOf(id) }, mended);
        last = "";
      },
      onError(error) {
        const words = error instanceof Error ? error.message : String(error);
        const fields = { environment: id === undefined ? undefined : nameOf(id), reason: words, ...(isClusterFault(error) ? {} : { err: error }) };
        if (words !== last && !ending.signal.aborted) logger.warn(fields, failing);
        last = words;
      },
    };
  }
}

interface KeptEnvironment {
  fingerprint: Fingerprint;
  reconcile: Repeat;
  probe: Repeat;
  ending: AbortController;
}

function workOn(db: Db): JobsWork {
  return {
    reconcile: (id, now) => reconcileEnvironment(db, id, now),
    probe: (id, now) => watchEnvironment(db, id, now),
    renew: (now) => renewCredentials(db, now),
    endUnused: (now) => endUnusedKubeconfigs({ db, actor: { kind: "system" }, now }),
    deleteOldAudit: (now) => deleteOldAuditEvents({ db, actor: { kind: "system" }, now }),
    keepLogLines: (now) => keepLogLines(db, now),
  };
}
