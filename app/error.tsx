"use client";

import { Gate } from "#components/gate.tsx";
import { Button } from "#components/ui/button.tsx";
import { rich } from "#components/ui/rich.ts";
import { t } from "#lib/texts/index.ts";

/** What nobody expected. `digest` is the id under which instrumentation.ts has logged it. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Gate
      title={t("This page failed")}
      lead={t("Drawbridge met an error that it did not expect. Try again; if it stays, give the operator the id below, which is in the log.")}
    >
      {error.digest !== undefined && <p className="pb-4">{rich("Error id {digest}", { digest: <span className="font-mono">{error.digest}</span> })}</p>}
      <Button tone="primary" onClick={reset}>
        {t("Try again")}
      </Button>
    </Gate>
  );
}
