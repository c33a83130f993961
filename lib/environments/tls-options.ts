// How every connection to a cluster is made and verified: pages, reconciler and proxy have this one way. There is no way to skip it.
import { isIP } from "node:net";
import { type ConnectionOptions, checkServerIdentity, type PeerCertificate } from "node:tls";
import { checkHost, guardedLookup } from "../address-guard/index.ts";
import type { EnvironmentConnection } from "./schema.ts";
import { hostOf, portOf } from "./server-url.ts";

/** The code of the error of a server that shows another certificate than the pinned one. */
export const pinMismatch = "ERR_PIN_MISMATCH";

export type EnvironmentTlsOptions = ConnectionOptions & { host: string; port: number; servername: string };

/**
 * Options for `tls.connect`, `https.request` or an `https.Agent`. Throws RefusedAddress when the URL's host is a literal address that is
 * refused: sockets ask `lookup` for names only. The path of `connection.server` is not in here.
 */
export function tlsOptions(connection: EnvironmentConnection): EnvironmentTlsOptions {
  const url = new URL(connection.server);
  const host = hostOf(url);
  const port = portOf(url);
  checkHost(host, port);
  const name = connection.tlsServerName ?? host;
  return {
    ...verification(connection, name),
    host,
    port,
    // An address is never sent as SNI (RFC 6066 §3). Empty, not absent: absent, https would derive it from the Host header.
    servername: isIP(name) === 0 ? name : "",
    ALPNProtocols: ["http/1.1"],
    lookup: guardedLookup(port),
  };
}

function verification(connection: EnvironmentConnection, name: string): ConnectionOptions {
  const { caData, pinnedSha256 } = connection;
  if (pinnedSha256 === null)
    return {
      ...(caData === null ? {} : { ca: caData }),
      checkServerIdentity: (_host: string, certificate: PeerCertificate) => checkServerIdentity(name, certificate),
    };
  if (caData === null) throw new Error("a pinned certificate is stored with its PEM");
  return {
    ca: caData,
    // The pinned certificate need not be a CA: it is its own anchor. The comparison refuses whatever else it might have signed.
    allowPartialTrustChain: true,
    checkServerIdentity: (_host: string, certificate: PeerCertificate) =>
      fingerprint(certificate.fingerprint256) === pinnedSha256
        ? undefined
        : Object.assign(new Error("The server shows another certificate than the pinned one."), { code: pinMismatch }),
  };
}

/** A SHA-256 as pages and openssl write it (`AB:CD:…`), as it is stored: lower-case hex. */
export function fingerprint(text: string): string {
  return text.replaceAll(":", "").trim().toLowerCase();
}
