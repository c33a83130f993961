"use client";

import { Gate } from "#components/gate.tsx";
import { Button } from "#components/ui/button.tsx";

/** What nobody expected. `digest` is the id under which instrumentation.ts has logged it. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Gate
      title="This page failed"
      lead="Drawbridge met an error that it did not expect. Try again; if it stays, give the operator the id below, which is in the log."
    >
      {error.digest !== undefined && (
        <p className="pb-4">
          Error id <span className="font-mono">{error.digest}</span>
        </p>
      )}
      <Button tone="primary" onClick={reset}>
        Try again
      </Button>
    </Gate>
  );
}
