// Guessing passwords gets slower the longer it goes on. Counted from the audit's own rows: they outlive a restart, every replica sees
// them, and no second record of the same thing can disagree. Nobody can lock a person out: a login that is under attack goes on
// working at once from an address where it has succeeded before.
import type { Db } from "../db.ts";

const windowMs = 15 * 60 * 1000;
const trustedMs = 90 * 24 * 60 * 60 * 1000;

interface Limit {
  freeTries: number;
  longestSeconds: number;
}

const perLoginAndAddress: Limit = { freeTries: 5, longestSeconds: 300 };
const perLogin: Limit = { freeTries: 20, longestSeconds: 30 };
/** Many people can sit behind one address. */
const perAddress: Limit = { freeTries: 30, longestSeconds: 60 };

/** Seconds until the next try of `loginName` (as recorded) from `sourceIP`; 0 = now. */
export async function signInDelay(db: Db, loginName: string, sourceIP: string | null, now: Date): Promise<number> {
  const failures = await db.auditEvent.findMany({
    where: {
      action: "session.refused",
      at: { gt: new Date(now.getTime() - windowMs) },
      OR: [{ targetName: loginName }, { sourceIP }],
    },
    select: { at: true, targetName: true, sourceIP: true },
    orderBy: { at: "desc" },
    take: 1000,
  });
  const ofLogin = failures.filter((failure) => failure.targetName === loginName);
  const ofAddress = failures.filter((failure) => failure.sourceIP === sourceIP);
  const ofBoth = ofLogin.filter((failure) => failure.sourceIP === sourceIP);
  const near = Math.max(remaining(ofBoth, perLoginAndAddress, now), remaining(ofAddress, perAddress, now));
  const far = remaining(ofLogin, perLogin, now);
  if (far > near && !(await hasSucceeded(db, loginName, sourceIP, now))) return far;
  return near;
}

/** Doubles with each failure after the free ones. */
function remaining(newestFirst: readonly { at: Date }[], limit: Limit, now: Date): number {
  const [newest] = newestFirst;
  const excess = newestFirst.length - limit.freeTries;
  if (!newest || excess < 0) return 0;
  const delay = Math.min(2 ** excess, limit.longestSeconds);
  return Math.max(0, Math.ceil(delay - (now.getTime() - newest.at.getTime()) / 1000));
}

async function hasSucceeded(db: Db, login: string, sourceIP: string | null, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - trustedMs);
  return (await db.auditEvent.count({ where: { action: "session.signed-in", actorLogin: login, sourceIP, at: { gt: since } }, take: 1 })) > 0;
}
