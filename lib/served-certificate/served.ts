import { readFile } from "node:fs/promises";
import path from "node:path";
import { config } from "../config.ts";
import { type Context, requireAdmin } from "../context.ts";
import type { Db } from "../db.ts";
import { t } from "../texts/index.ts";
import { factsOf, subjectsBehind } from "./facts.ts";
import { privateAuthorityIn } from "./private-authority.ts";
import type { CertificateOrigin, ServedCertificateView } from "./schema.ts";
import { openUploadedCertificate } from "./uploaded.ts";

interface Served {
  origin: CertificateOrigin;
  /** PEM, leaf first. */
  chain: string;
  /** PEM; null where files carry none. */
  authority: string | null;
}

/** PEM of the CA to put into files, or null when none is needed. */
export async function certificateAuthority(db: Db, now: Date): Promise<string | null> {
  return (await readServed(db, now)).authority;
}

/** What clients are shown now, or null when its files cannot be read just now. Admins only. */
export async function describeServedCertificate(context: Context): Promise<ServedCertificateView | null> {
  requireAdmin(context);
  const { db, now } = context;
  const served = await readServed(db, now).catch(() => null); // being replaced, or unreadable: the rest of the page is still of use
  if (served === null) return null;
  const { origin, chain, authority } = served;
  const row = await db.uploadedCertificate.findUnique({ where: { id: 1 }, select: { uploadedAt: true, uploadedBy: true } });
  return {
    origin,
    leaf: factsOf(chain),
    chain: subjectsBehind(chain),
    authority: authority === null ? null : factsOf(authority),
    uploaded: row && { at: row.uploadedAt.toISOString(), by: row.uploadedBy, fault: origin === "uploaded" ? null : await faultOf(db, now) },
  };
}

async function readServed(db: Db, now: Date): Promise<Served> {
  const { tlsFiles, dataDir } = config();
  if (tlsFiles) {
    const chain = await readFile(/* turbopackIgnore: true */ tlsFiles.certFile, "utf8");
    return { origin: "files", chain, authority: privateAuthorityIn(chain) };
  }
  const uploaded = await openUploadedCertificate(db, now).catch(() => null);
  if (uploaded) return { origin: "uploaded", chain: uploaded.chain, authority: privateAuthorityIn(uploaded.chain) };
  const [chain, authority] = await Promise.all(
    ["server.crt", "ca.crt"].map((file) => readFile(/* turbopackIgnore: true */ path.join(dataDir, "tls", file), "utf8")),
  );
  return { origin: "own", chain: chain ?? "", authority: authority ?? null };
}

async function faultOf(db: Db, now: Date): Promise<string> {
  if (config().tlsFiles) return t("The files of DRAWBRIDGE_TLS_CERT_FILE go before it.");
  try {
    await openUploadedCertificate(db, now);
    return t("It has just been uploaded.");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
