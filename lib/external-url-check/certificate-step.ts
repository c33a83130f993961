import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { isIP } from "node:net";
import { type ConnectionOptions, connect } from "node:tls";
import { t } from "../texts/index.ts";
import type { Place, StepLimits } from "./address-steps.ts";
import { StepFailed, within } from "./step-failed.ts";

const soonMs = 14 * 24 * 60 * 60_000;

/**
 * Verifies the certificate as kubectl will with a file issued now: by `authority` (PEM) alone where files carry one, else by the public
 * roots. Returns what was seen. Throws StepFailed.
 */
export async function verifyCertificate(place: Place, authority: string | null, { now, ...limits }: StepLimits & { now: Date }): Promise<string> {
  const shown = await shake(place, authority, limits);
  if (shown.fault !== null) throw await explain(place, { authority, shown, fault: shown.fault, limits });
  const { certificate } = shown;
  const end = certificate.validToDate;
  const until = end.toISOString().slice(0, 10);
  if (end.getTime() - now.getTime() < soonMs)
    throw new StepFailed(t("The certificate ends on {until}.", { until }), t("Renew it: then every client refuses the address."));
  const names = namesOf(certificate);
  return authority === null
    ? t("Verified by a public CA, for {names}, until {until}.", { names, until })
    : t("Verified by the CA that issued files carry, for {names}, until {until}.", { names, until });
}

interface Shown {
  certificate: X509Certificate;
  /** OpenSSL's or Node's code; null: verified. */
  fault: string | null;
}

/** Without one, the connection is to the place alone. Nothing is sent over it. */
async function shake({ host, port }: Place, authority: string | null, limits: StepLimits): Promise<Shown> {
  const trust: ConnectionOptions = authority === null ? {} : { ca: authority };
  // Looked at here, not by Node: what is shown has to be told also when it is refused.
  const socket = connect({ host, port, ...trust, servername: isIP(host) ? "" : host, rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] });
  socket.on("error", () => {});
  const failure = new StepFailed(
    t("The TLS handshake does not end."),
    t("Something that speaks no TLS listens there. Let it pass TLS through, or give it a certificate."),
  );
  try {
    await within(once(socket, "secureConnect"), { ...limits, failure });
    const certificate = new X509Certificate(socket.getPeerCertificate().raw);
    const isNamed = (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined;
    const fault = socket.authorizationError ? codeOf(socket.authorizationError) : null;
    return { certificate, fault: fault ?? (isNamed ? null : "ERR_TLS_CERT_ALTNAME_INVALID") };
  } catch (error) {
    if (error instanceof StepFailed) throw error;
    throw new StepFailed(
      t("There is no TLS at {host}, port {port}.", { host, port }),
      t("kubectl sends no token without TLS. Let the load balancer pass TLS through, or give it a certificate."),
    );
  } finally {
    socket.destroy();
  }
}

function codeOf(error: Error | string): string {
  if (typeof error === "string") return error;
  return "code" in error ? String(error.code) : error.message;
}

interface Refused {
  authority: string | null;
  shown: Shown;
  fault: string;
  limits: StepLimits;
}

async function explain(place: Place, { authority, shown: { certificate }, fault, limits }: Refused): Promise<StepFailed> {
  if (fault === "ERR_TLS_CERT_ALTNAME_INVALID")
    return new StepFailed(
      t("The certificate is for {names}, not for {host}.", { names: namesOf(certificate), host: place.host }),
      t("Use a certificate that names {host}.", { host: place.host }),
    );
  if (fault === "CERT_HAS_EXPIRED") return new StepFailed(t("The certificate ended on {until}.", { until: certificate.validTo }), t("Replace it."));
  if (authority !== null && (await shake(place, null, limits)).fault === null)
    return new StepFailed(
      t("A public CA vouches for what answers there ({issuer}), but issued files carry another CA: kubectl will refuse it.", { issuer: issuerOf(certificate) }),
      t("Something before Drawbridge ends TLS with a certificate of its own. Let it pass TLS through, or give that certificate to Drawbridge, too."),
    );
  if (fault === "UNABLE_TO_VERIFY_LEAF_SIGNATURE" || fault === "UNABLE_TO_GET_ISSUER_CERT_LOCALLY")
    return new StepFailed(
      t("Nobody here vouches for the certificate's issuer, {issuer}.", { issuer: issuerOf(certificate) }),
      t(
        "Mostly the chain is not sent: put the intermediate certificates behind the leaf. With a CA of your own, put its root at the end of the chain, and files will carry it.",
      ),
    );
  return new StepFailed(
    t("The certificate by {issuer} is not trusted ({fault}).", { issuer: issuerOf(certificate), fault }),
    t("Use one by a public CA, or put your CA's root at the end of the chain."),
  );
}

function namesOf(certificate: X509Certificate): string {
  const names = (certificate.subjectAltName ?? "").replaceAll(/\b(?:DNS|IP Address):/g, "");
  return (names || t("no name")).slice(0, 300);
}

function issuerOf(certificate: X509Certificate): string {
  return certificate.issuer.replaceAll("\n", ", ").slice(0, 200);
}
