// The token: `dbk_` + 43 characters (32 random bytes, base64url) + 6 hex digits of a checksum, so that a secret scanner can tell a
// real one from a look-alike without asking us. Only its SHA-256 is stored.
import { sha256 } from "../secrets.ts";

const form = /^dbk_([A-Za-z0-9_-]{43})([0-9a-f]{6})$/;

/** Makes a token of `random`, which must be 32 bytes of a CSPRNG. */
export function createToken(random: Uint8Array): string {
  if (random.length !== 32) throw new RangeError("a token is made of 32 random bytes");
  const body = Buffer.from(random).toString("base64url");
  return `dbk_${body}${checksum(body)}`;
}

/** The hash under which a well-formed token is stored, or null: it then cannot be one of ours, and no look-up is needed. */
export function hashOfToken(text: string): string | null {
  const match = form.exec(text);
  if (!match?.[1] || checksum(match[1]) !== match[2]) return null;
  return sha256(text);
}

function checksum(body: string): string {
  return sha256(`dbk_${body}`).slice(0, 6);
}
