// Guessing passwords gets slower the longer it goes on. Counted from the audit's own rows: they outlive a restart, every replica sees
// them, and no second record of the same thing can disagree. Tries that are still being checked have no row yet and count as if they had
// failed, so that many at once are worth as many one after the other. Nobody can lock a person out: a login that is under attack goes on
// working at once from an address where it has succeeded before.
import type { Db } from "../db.ts";
import { addressBlock, isOfBlock } from "./address-block.ts";

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
/**
 * Only who has the password comes so far, from whatever address: nobody else can keep the person out by it. Of a million codes three are
 * good at a time: 24 tries a day find one with a chance of 2 to 3 % a year.
 */
const perCode: Limit = { freeTries: 10, longestSeconds: 3600 };
const codeWindowMs = 24 * 60 * 60 * 1000;
/** The audit's `detail` of a sign-in whose password was right, and the code was not. */
export const wrongCodeDetail = { factor: "code" };
/** And of a change of one's password, that gave a wrong present one. */
export const wrongPresentPasswordDetail = { factor: "present password" };

/** Guessing has been going on: nothing was tried. */
export class TooManyTries extends Error {
  readonly waitSeconds: number;
  constructor(waitSeconds: number) {
    super(`wait ${waitSeconds} seconds`);
    this.name = "TooManyTries";
    this.waitSeconds = waitSeconds;
  }
}

/** `login` is as recorded; null for a passkey, which cannot be guessed: only the work that it makes is bounded, by the address. */
export interface Try {
  login: string | null;
  sourceIP: string | null;
  proof: "password" | "code" | "passkey";
}

const underWay = new Set<Try>();

/** Runs `check`, which records its own failure, unless this try comes too soon after others that failed. Throws TooManyTries. */
export async function slowed<T>(db: Db, attempt: Try, now: Date, check: () => Promise<T>): Promise<T> {
  // In one step with the joining: of two that come at once, the second sees the first.
  const earlier = [...underWay].map((other) => ({ at: now, targetName: other.login, sourceIP: other.sourceIP, proof: other.proof }));
  underWay.add(attempt);
  try {
    const waitSeconds = attempt.proof === "code" ? await codeDelay(db, attempt, earlier, now) : await signInDelay(db, attempt, earlier, now);
    if (waitSeconds > 0) throw new TooManyTries(waitSeconds);
    return await check();
  } finally {
    underWay.delete(attempt);
  }
}

interface Failure {
  at: Date;
  targetName: string | null;
  sourceIP: string | null;
}

/** Seconds until the next try of a password or a passkey; 0 = now. */
async function signInDelay(db: Db, { login, sourceIP }: Try, earlier: readonly Failure[], now: Date): Promise<number> {
  const block = sourceIP === null ? null : addressBlock(sourceIP);
  const ofThisAddress = { sourceIP: block?.endsWith(":") ? { startsWith: block } : block };
  const recorded = await db.auditEvent.findMany({
    where: {
      action: "session.refused",
      at: { gt: new Date(now.getTime() - windowMs) },
      OR: [ofThisAddress, ...(login === null ? [] : [{ targetName: login }])],
    },
    select: { at: true, targetName: true, sourceIP: true },
    orderBy: { at: "desc" },
    take: 1000,
  });
  const failures = [...earlier, ...recorded];
  const ofAddress = failures.filter((failure) => isOfBlock(failure.sourceIP, block));
  const ofAddressSeconds = remaining(ofAddress, perAddress, now);
  if (login === null) return ofAddressSeconds;
  const ofLogin = failures.filter((failure) => failure.targetName === login);
  const ofBoth = ofLogin.filter((failure) => isOfBlock(failure.sourceIP, block));
  const near = Math.max(remaining(ofBoth, perLoginAndAddress, now), ofAddressSeconds);
  const far = remaining(ofLogin, perLogin, now);
  if (far > near && !(await hasSucceeded(db, login, sourceIP, now))) return far;
  return near;
}

/** Seconds until the next code of a person whose password was right; 0 = now. */
async function codeDelay(db: Db, { login }: Try, earlier: readonly (Failure & Pick<Try, "proof">)[], now: Date): Promise<number> {
  const recorded = await db.auditEvent.findMany({
    where: { action: "session.refused", targetName: login, detail: JSON.stringify(wrongCodeDetail), at: { gt: new Date(now.getTime() - codeWindowMs) } },
    select: { at: true },
    orderBy: { at: "desc" },
    take: 100,
  });
  return remaining([...earlier.filter(({ targetName, proof }) => targetName === login && proof === "code"), ...recorded], perCode, now);
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
