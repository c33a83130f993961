"use client";

import type { ReactNode } from "react";
import type { CertificateView } from "#lib/environments/schema.ts";
import type { ServedCertificateView } from "#lib/served-certificate/schema.ts";
import { t } from "#lib/texts/index.ts";
import { CertificateUpload } from "./settings-certificate-upload.tsx";
import { LockedBy } from "./settings-origin.tsx";
import { Button, DownloadLink } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { Time } from "./ui/clock.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { rich } from "./ui/rich.ts";

export interface CertificateActions {
  upload: FormAction;
  remove: FormAction;
}

/** What clients are shown, where it comes from, and how to change it. */
export function CertificateSettings({ served, actions }: { served: ServedCertificateView | null; actions: CertificateActions }) {
  if (served === null) return <Callout tone="warn">{t("The certificate’s file cannot be read now. Clients are shown the one before.")}</Callout>;
  const { origin, leaf, chain, authority, uploaded } = served;
  return (
    <div className="flex flex-col gap-5">
      {uploaded?.fault && origin !== "files" && (
        <Callout tone="bad" title={t("The uploaded certificate is not shown")}>
          {t("{fault} Until another is uploaded, clients see the one by Drawbridge’s own CA.", { fault: uploaded.fault })}
        </Callout>
      )}
      <dl className="flex flex-col gap-2">
        <Fact term={t("Comes from")}>
          {origin === "own" && t("Made and renewed by Drawbridge’s own CA, which every issued file carries.")}
          {origin === "files" && <LockedBy variable="DRAWBRIDGE_TLS_CERT_FILE" />}
          {origin === "uploaded" &&
            uploaded &&
            rich("Uploaded by {by}, {time}.", { by: <span className="font-mono">{uploaded.by}</span>, time: <Time at={uploaded.at} /> })}
        </Fact>
        <Facts facts={leaf} />
        {chain.length > 0 && <Fact term={t("Sent with it")}>{chain.join(" · ")}</Fact>}
        <Fact term={t("In issued files")}>{authority === null ? t("No CA: clients verify it by the public ones.") : <Mono>{authority.subject}</Mono>}</Fact>
        {authority && (
          <Fact term={t("CA, SHA-256")}>
            <Mono>{authority.sha256}</Mono>
          </Fact>
        )}
      </dl>
      <div className="flex flex-wrap gap-2">
        {origin !== "files" && <CertificateUpload action={actions.upload} replaces={uploaded !== null} />}
        {uploaded !== null && (
          <ConfirmDialog
            trigger={<Button>{t("Use Drawbridge’s own CA")}</Button>}
            title={t("Go back to the certificate by Drawbridge’s own CA?")}
            confirm={t("Use Drawbridge’s own CA")}
            action={actions.remove}
            done={t("Clients see the certificate by Drawbridge’s own CA.")}
          >
            <p>{t("The uploaded certificate and its key are deleted. New connections see the other one within a second; open sessions go on.")}</p>
            <p>{t("Kubeconfigs that were made meanwhile do not trust it: their owners renew them.")}</p>
          </ConfirmDialog>
        )}
        {authority && <DownloadLink href="/api/certificate-authority">{t("Download CA certificate")}</DownloadLink>}
      </div>
    </div>
  );
}

function Facts({ facts: { subject, issuer, names, notBefore, notAfter, sha256 } }: { facts: CertificateView }) {
  return (
    <>
      <Fact term={t("Names")}>
        <Mono>{names.join(", ") || t("none")}</Mono>
      </Fact>
      <Fact term={t("Subject")}>
        <Mono>{subject || t("none")}</Mono>
      </Fact>
      <Fact term={t("Issuer")}>
        <Mono>{issuer}</Mono>
      </Fact>
      <Fact term={t("Valid from")}>
        <Time at={notBefore} as="instant" />
      </Fact>
      <Fact term={t("Valid until")}>
        <Time at={notAfter} as="both" />
      </Fact>
      <Fact term="SHA-256">
        <Mono>{sha256}</Mono>
      </Fact>
    </>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[8rem_1fr] gap-x-4 gap-y-0.5 max-sm:grid-cols-1">
      <dt className="text-ink-soft">{term}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function Mono({ children }: { children: string }) {
  return <span className="font-mono text-small leading-5 [overflow-wrap:anywhere]">{children}</span>;
}
