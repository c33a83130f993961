import type { RandomBytes } from "../random.ts";
import { sha256 } from "../secrets.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** A one-time invitation: what the database keeps, a hash, and what is shown, once. */
export function createInvitation(now: Date, random: RandomBytes, lifeMs = 3 * dayMs) {
  const code = Buffer.from(random(32)).toString("base64url");
  const expiresAt = new Date(now.getTime() + lifeMs);
  return {
    columns: { invitationHash: sha256(code), invitationExpiresAt: expiresAt },
    shown: { path: `/invitation/${code}`, expiresAt: expiresAt.toISOString() },
  };
}
