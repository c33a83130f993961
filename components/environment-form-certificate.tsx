import type { ReactNode } from "react";
import type { CertificateView } from "#lib/environments/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Callout } from "./ui/callout.tsx";
import { Checkbox } from "./ui/checkbox.tsx";
import { Time } from "./ui/clock.tsx";
import { CodeBlock } from "./ui/code-block.tsx";

/** The certificate that a server shows and no CA vouches for, with the choice to accept exactly this one. `server` is the API server's URL. */
export function CertificateChoice({
  certificate,
  server,
  pinned,
  onPin,
}: {
  certificate: CertificateView;
  server: string;
  pinned: boolean;
  onPin: (pinned: boolean) => void;
}) {
  return (
    <Callout tone={pinned ? "note" : "warn"} title={t("Nobody vouches for this certificate")}>
      <p>
        {t(
          "This kubeconfig does not say which certificate is the right one, so anyone between here and there could answer in its place. Compare the fingerprint with what the cluster itself says; if they are equal, pin it.",
        )}
      </p>
      <dl className="grid grid-cols-[6.5rem_1fr] gap-x-3 gap-y-1 py-1 max-sm:grid-cols-1 max-sm:gap-y-0">
        <Fact term="SHA-256">{certificate.sha256}</Fact>
        <Fact term={t("Subject")}>{certificate.subject}</Fact>
        <Fact term={t("Issuer")}>{certificate.issuer}</Fact>
        <Fact term={t("Names")}>{certificate.names.join(", ") || t("none")}</Fact>
        <Fact term={t("Valid from")} plain>
          <Time at={certificate.notBefore} as="instant" />
        </Fact>
        <Fact term={t("Valid until")} plain>
          <Time at={certificate.notAfter} as="both" />
        </Fact>
      </dl>
      <p>{t("On a machine that you trust, in the cluster’s own network, this prints the fingerprint:")}</p>
      <CodeBlock label={t("command that prints the fingerprint")} text={fingerprintCommand(server)} wrap />
      <div className="pt-1">
        <Checkbox
          checked={pinned}
          onChange={onPin}
          label={t("Pin this certificate")}
          hint={t("Drawbridge then accepts this one and no other. Once the cluster renews it, add the environment anew.")}
        />
      </div>
    </Callout>
  );
}

function Fact({ term, plain = false, children }: { term: string; plain?: boolean; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{term}</dt>
      <dd className={plain ? "max-sm:pb-1.5" : "font-mono text-small leading-5 [overflow-wrap:anywhere] max-sm:pb-1.5"}>{children}</dd>
    </>
  );
}

function fingerprintCommand(server: string): string {
  const url = URL.canParse(server) ? new URL(server) : null;
  const address = url ? `${url.hostname}:${url.port || "443"}` : "HOST:PORT";
  return `openssl s_client -connect ${address} </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256`;
}
