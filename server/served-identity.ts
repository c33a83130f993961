// What we are called and which certificate we show. Both can change while we run: on the settings page, in the operator's files, by renewal.
import { X509Certificate } from "node:crypto";
import type { Config } from "#lib/config.ts";
import type { Db } from "#lib/db.ts";
import { logger } from "#lib/logger.ts";
import { readRevision } from "#lib/revision.ts";
import { openUploadedCertificate } from "#lib/served-certificate/index.ts";
import { readExternalUrl } from "#lib/settings/index.ts";
import { isNameOf, loadTls, type ServedTls } from "./tls.ts";

export interface ServedIdentity {
  readonly tls: ServedTls;
  readonly externalUrl: string | null;
  /** Whether a Host header names us. */
  isOurHost(host: string): boolean;
  /** Calls `show` with each new certificate, soon after it is there. */
  watch(show: (tls: ServedTls) => void): { stop(): void };
}

const lookEveryMs = 500;
/** The operator's files have no revision. */
const filesEveryMs = 5_000;
/** Our own is renewed in good time. */
const ownEveryMs = 60_000;

/** Loads what is shown now. Throws a sentence for the operator when their files cannot be used; a bad uploaded certificate leaves our own CA's. */
export async function openServedIdentity(config: Config, db: Db, times = { lookEveryMs, filesEveryMs, ownEveryMs }): Promise<ServedIdentity> {
  let revision = await readRevision(db);
  let externalUrl = await readExternalUrl(db);
  let lastFault = "";
  let tls = await load(null);
  let loadedAt = performance.now();

  async function load(inUse: ServedTls | null): Promise<ServedTls> {
    const now = new Date();
    if (config.tlsFiles) return loadTls(config, now, externalUrl);
    try {
      const uploaded = await openUploadedCertificate(db, now);
      lastFault = "";
      if (uploaded) return { cert: uploaded.chain, key: uploaded.key, leaf: new X509Certificate(uploaded.chain) };
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (words !== lastFault) logger.error({ reason: words }, "the uploaded certificate cannot be shown; our own is");
      lastFault = words;
    }
    const own = await loadTls(config, now, externalUrl);
    return own.cert === inUse?.cert ? inUse : own;
  }

  /** Returns whether there was anything to look at. */
  async function look(show: (tls: ServedTls) => void): Promise<boolean> {
    const seen = await readRevision(db);
    const age = performance.now() - loadedAt;
    if (seen === revision && age < (config.tlsFiles ? times.filesEveryMs : times.ownEveryMs)) return false;
    externalUrl = await readExternalUrl(db);
    const fresh = await load(tls);
    revision = seen;
    loadedAt = performance.now();
    if (fresh.cert === tls.cert) return true;
    tls = fresh;
    show(fresh);
    logger.info({ expiresAt: fresh.leaf.validToDate }, "showing a new certificate");
    return true;
  }

  return {
    get tls() {
      return tls;
    },
    get externalUrl() {
      return externalUrl;
    },
    isOurHost: (host) => isNameOf(tls.leaf, externalUrl, host),
    watch(show) {
      let isLooking = false;
      let failed = "";
      const timer = setInterval(async () => {
        if (isLooking) return;
        isLooking = true;
        try {
          if (await look(show)) failed = "";
        } catch (error) {
          const words = error instanceof Error ? error.message : String(error);
          if (words !== failed) logger.error({ err: error }, "the certificate could not be read again; the one in use stays");
          failed = words;
          loadedAt = performance.now();
        } finally {
          isLooking = false;
        }
      }, times.lookEveryMs);
      return { stop: () => clearInterval(timer) };
    },
  };
}
