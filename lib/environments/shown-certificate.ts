// The one place that looks at a certificate which nobody vouches for: to show it to a person, who may pin it. Nothing is sent over the
// connection, least of all a credential; it ends with the handshake.
import type { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:tls";
import { InvalidInput } from "../errors.ts";
import { t } from "../texts/index.ts";
import { ClusterUnreachable } from "./cluster-client.ts";
import type { EnvironmentConnection } from "./schema.ts";
import { fingerprint, tlsOptions } from "./tls-options.ts";

/** The certificate that the server shows. Throws when there is no handshake within `timeoutMs`. */
export async function showCertificate(connection: EnvironmentConnection, timeoutMs: number): Promise<X509Certificate> {
  const socket = connect({ ...tlsOptions({ ...connection, caData: null, pinnedSha256: null }), rejectUnauthorized: false });
  socket.on("error", () => {});
  try {
    await once(socket, "secureConnect", { signal: AbortSignal.timeout(timeoutMs) });
    const certificate = socket.getPeerX509Certificate();
    if (!certificate) throw new ClusterUnreachable(() => t("the server shows no certificate"));
    return certificate;
  } finally {
    socket.destroy();
  }
}

/** `connection`, held to the certificate that a person has accepted. Throws InvalidInput when the server now shows another. */
export async function pinConnection(connection: EnvironmentConnection, accepted: string): Promise<EnvironmentConnection> {
  const certificate = await showCertificate(connection, 5_000);
  const pinnedSha256 = fingerprint(certificate.fingerprint256);
  if (pinnedSha256 !== fingerprint(accepted))
    throw new InvalidInput("pinnedSha256", t("The server now shows another certificate than the one you accepted. Test the connection again and compare."));
  return { ...connection, caData: certificate.toString(), pinnedSha256 };
}
