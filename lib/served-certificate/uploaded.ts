// The certificate that an administrator has uploaded. Its key is sealed at rest and goes to the TLS server of this process alone.
import { change } from "../change.ts";
import { config } from "../config.ts";
import { type Context, requireAdmin } from "../context.ts";
import type { Db } from "../db.ts";
import { InvalidInput } from "../errors.ts";
import { instanceKey, seal, unseal } from "../secrets.ts";
import { readExternalUrl } from "../settings/index.ts";
import { t } from "../texts/index.ts";
import { factsOf } from "./facts.ts";
import { type CertificatePair, judgePair } from "./judge-pair.ts";
import type { UploadCertificateInput } from "./schema.ts";

const place = "uploaded certificate";

/**
 * Takes a certificate into use, instead of our own CA's or the one before. `usedHost`: the Host header of the browser that asks, which must still
 * lead here afterwards where no external URL is set. Throws InvalidInput beside "chain" or "key". Admins only.
 */
export async function uploadCertificate(context: Context, input: UploadCertificateInput, usedHost: string): Promise<void> {
  requireAdmin(context);
  requireUnlocked();
  const { db, now, actor } = context;
  const pair = judgePair(input, { host: hostOf((await readExternalUrl(db)) ?? `https://${usedHost}`), now });
  const { sha256, names, notAfter } = factsOf(pair.chain);
  const uploadedBy = actor.kind === "person" ? actor.person.login : actor.kind;
  const row = { chain: pair.chain, sealedKey: seal(processKey(), place, pair.key), uploadedAt: now, uploadedBy };
  await change(context, async (transaction) => {
    await transaction.uploadedCertificate.upsert({ where: { id: 1 }, create: { id: 1, ...row }, update: row });
    return { audit: { action: "certificate.uploaded", detail: { sha256, names, expiresAt: notAfter } }, result: undefined };
  });
}

/** Goes back to our own CA's certificate; the uploaded one and its key are deleted. Admins only. */
export async function removeUploadedCertificate(context: Context): Promise<void> {
  requireAdmin(context);
  await change(context, async (transaction) => {
    const row = await transaction.uploadedCertificate.findUnique({ where: { id: 1 }, select: { chain: true } });
    if (!row) throw new InvalidInput("form", t("There is no uploaded certificate any more."));
    await transaction.uploadedCertificate.delete({ where: { id: 1 } });
    return { audit: { action: "certificate.removed", detail: { sha256: factsOf(row.chain).sha256 } }, result: undefined };
  });
}

/** For the TLS server: the pair to show, or null. Judged anew; throws a sentence when it cannot be shown (any more). */
export async function openUploadedCertificate(db: Db, now: Date, key: Buffer = processKey()): Promise<CertificatePair | null> {
  const row = await db.uploadedCertificate.findUnique({ where: { id: 1 } });
  if (!row) return null;
  return judgePair({ chain: row.chain, key: unseal(key, place, row.sealedKey) }, { host: null, now });
}

function requireUnlocked(): void {
  if (config().tlsFiles !== null) throw new InvalidInput("form", t("Set by DRAWBRIDGE_TLS_CERT_FILE: unset it to change it here."));
}

function hostOf(origin: string): string {
  return new URL(origin).hostname.replace(/^\[|\]$/g, "");
}

function processKey(): Buffer {
  return instanceKey(config().dataDir);
}
