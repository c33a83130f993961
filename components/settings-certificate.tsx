"use client";

import type { ReactNode } from "react";
import type { CertificateView } from "#lib/environments/schema.ts";
import type { ServedCertificateView } from "#lib/served-certificate/schema.ts";
import { CertificateUpload } from "./settings-certificate-upload.tsx";
import { LockedBy } from "./settings-origin.tsx";
import { Button, DownloadLink } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { Time } from "./ui/clock.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import type { FormAction } from "./ui/form-state.ts";

export interface CertificateActions {
  upload: FormAction;
  remove: FormAction;
}

/** What clients are shown, where it comes from, and how to change it. */
export function CertificateSettings({ served, actions }: { served: ServedCertificateView | null; actions: CertificateActions }) {
  if (served === null) return <Callout tone="warn">The certificate’s file cannot be read now. Clients are shown the one before.</Callout>;
  const { origin, leaf, chain, authority, uploaded } = served;
  return (
    <div className="flex flex-col gap-5">
      {uploaded?.fault && origin !== "files" && (
        <Callout tone="bad" title="The uploaded certificate is not shown">
          {uploaded.fault} Until another is uploaded, clients see the one by Drawbridge’s own CA.
        </Callout>
      )}
      <dl className="flex flex-col gap-2">
        <Fact term="Comes from">
          {origin === "own" && "Made and renewed by Drawbridge’s own CA, which every issued file carries."}
          {origin === "files" && <LockedBy variable="DRAWBRIDGE_TLS_CERT_FILE" />}
          {origin === "uploaded" && uploaded && (
            <>
              Uploaded by <span className="font-mono">{uploaded.by}</span>, <Time at={uploaded.at} />.
            </>
          )}
        </Fact>
        <Facts facts={leaf} />
        {chain.length > 0 && <Fact term="Sent with it">{chain.join(" · ")}</Fact>}
        <Fact term="In issued files">{authority === null ? "No CA: clients verify it by the public ones." : <Mono>{authority.subject}</Mono>}</Fact>
        {authority && (
          <Fact term="CA, SHA-256">
            <Mono>{authority.sha256}</Mono>
          </Fact>
        )}
      </dl>
      <div className="flex flex-wrap gap-2">
        {origin !== "files" && <CertificateUpload action={actions.upload} replaces={uploaded !== null} />}
        {uploaded !== null && (
          <ConfirmDialog
            trigger={<Button>Use Drawbridge’s own CA</Button>}
            title="Go back to the certificate by Drawbridge’s own CA?"
            confirm="Use Drawbridge’s own CA"
            action={actions.remove}
            done="Clients see the certificate by Drawbridge’s own CA."
          >
            <p>The uploaded certificate and its key are deleted. New connections see the other one within a second; open sessions go on.</p>
            <p>Kubeconfigs that were made meanwhile do not trust it: their owners renew them.</p>
          </ConfirmDialog>
        )}
        {authority && <DownloadLink href="/api/certificate-authority">Download CA certificate</DownloadLink>}
      </div>
    </div>
  );
}

function Facts({ facts: { subject, issuer, names, notBefore, notAfter, sha256 } }: { facts: CertificateView }) {
  return (
    <>
      <Fact term="Names">
        <Mono>{names.join(", ") || "none"}</Mono>
      </Fact>
      <Fact term="Subject">
        <Mono>{subject || "none"}</Mono>
      </Fact>
      <Fact term="Issuer">
        <Mono>{issuer}</Mono>
      </Fact>
      <Fact term="Valid from">
        <Time at={notBefore} as="instant" />
      </Fact>
      <Fact term="Valid until">
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
