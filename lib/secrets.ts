// The instance key, and what is made from it. One key per purpose (HKDF, RFC 5869), so that none can stand in for another.
import { createCipheriv, createDecipheriv, createHash, hash, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const keyFileName = "instance.key";

/** Makes `dataDir` private (0700) and returns its 32-byte instance key, made on first use (0600). Throws when the file is there but is no key. */
export function instanceKey(dataDir: string): Buffer {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const file = path.join(dataDir, keyFileName);
  const found = readKey(file);
  if (found) return found;
  // Written whole and then linked: of two processes that start at once, both use the key that came first.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft);
  }
  return readKey(file) ?? instanceKey(dataDir);
}

function readKey(file: string): Buffer | null {
  let key: Buffer;
  try {
    key = readFileSync(file);
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
  if (key.length !== 32)
    throw new Error(`${file} is damaged: it must hold 32 bytes. Restore it from a backup; without it the stored cluster credentials cannot be opened.`);
  return key;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** A key of 32 bytes for one purpose, for example "session". */
export function deriveKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", key, Buffer.alloc(0), `drawbridge ${purpose}`, 32));
}

/** Encrypts `secret` (AES-256-GCM). `place` names the one row it belongs to: a sealed value moved elsewhere does not open. */
export function seal(key: Buffer, place: string, secret: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(key, "seal"), nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

/** The inverse of `seal`. Throws when the value was changed, moved, or sealed with another key. */
export function unseal(key: Buffer, place: string, sealed: string): string {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", deriveKey(key, "seal"), bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}

/** SHA-256, hex. For values with the entropy of a key only: never for passwords. */
export function sha256(value: string): string {
  return hash("sha256", value);
}

/** Compares two texts in a time that tells nothing of where they differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}
