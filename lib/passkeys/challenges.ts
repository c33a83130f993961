// Challenges of WebAuthn (Level 3 §13.4.3). Each carries its own proof that we gave it out, for what and until when, so that a stranger
// who asks for many fills nothing; only one that was answered is written down.
import { createHmac, timingSafeEqual } from "node:crypto";
import { config } from "../config.ts";
import type { Db } from "../db.ts";
import type { RandomBytes } from "../random.ts";
import { deriveKey, instanceKey, sha256 } from "../secrets.ts";

const lifeMs = 5 * 60 * 1000;
const randomLength = 24;
const bodyLength = randomLength + 8;

/** What a challenge is for: a sign-in by whoever can, or a passkey for one person. */
export type Purpose = { purpose: "sign-in"; userId: null } | { purpose: "add"; userId: string };

export function createChallenge(purpose: Purpose, now: Date, random: RandomBytes): Uint8Array<ArrayBuffer> {
  const body = Buffer.alloc(bodyLength);
  body.set(random(randomLength));
  body.writeBigUInt64BE(BigInt(now.getTime() + lifeMs), randomLength);
  return new Uint8Array(Buffer.concat([body, seal(body, purpose)]));
}

/** Uses a challenge (base64url) up, and returns whether it was one of ours for this, in time, and not used before. */
export async function takeChallenge(db: Db, challenge: string, purpose: Purpose, now: Date): Promise<boolean> {
  const bytes = Buffer.from(challenge, "base64url");
  const [body, mark] = [bytes.subarray(0, bodyLength), bytes.subarray(bodyLength)];
  const expected = seal(body, purpose);
  if (mark.length !== expected.length || !timingSafeEqual(mark, expected)) return false;
  const expiresAt = new Date(Number(body.readBigUInt64BE(randomLength)));
  if (expiresAt <= now) return false;
  await db.usedChallenge.deleteMany({ where: { expiresAt: { lte: now } } });
  const challengeHash = sha256(bytes.toString("base64url"));
  // One statement: of two who answer with the same at once, one succeeds.
  return (
    (await db.$executeRaw`INSERT INTO "UsedChallenge" ("challengeHash", "expiresAt") VALUES (${challengeHash}, ${expiresAt}) ON CONFLICT DO NOTHING`) === 1
  );
}

function seal(body: Uint8Array, { purpose, userId }: Purpose): Buffer {
  const key = deriveKey(instanceKey(config().dataDir), "passkey challenge");
  return createHmac("sha256", key)
    .update(body)
    .update(`${purpose} ${userId ?? ""}`)
    .digest();
}
