import { isIP } from "node:net";
import type { Db } from "../db.ts";
import { readExternalUrl } from "../settings/index.ts";
import type { RelyingParty } from "./passkeys.ts";
import { noPasskeysForAddress, passkeysElsewhere } from "./schema.ts";

/** Who we are to a browser's passkeys, or in a sentence why they cannot be used there. */
export type PasskeyPlace = { party: RelyingParty; reason: null } | { party: null; reason: string };

/**
 * The place of passkeys for a browser that asked `host`, a Host header that the gateway has checked to be ours. With an external URL it is
 * there and nowhere else: a passkey made by another name of ours would be one more that its owner takes for good everywhere.
 */
export async function passkeyPlace(db: Db, host: string | null): Promise<PasskeyPlace> {
  const externalUrl = await readExternalUrl(db);
  const origin = externalUrl ?? `https://${host}`;
  const id = new URL(origin).hostname;
  if (host === null || isIP(id.replace(/^\[|\]$/g, "")) !== 0) return { party: null, reason: noPasskeysForAddress };
  return origin === `https://${host}` ? { party: { id, origin }, reason: null } : { party: null, reason: passkeysElsewhere(origin) };
}
