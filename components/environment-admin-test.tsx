"use client";

import { useEffect, useRef, useState } from "react";
import type { ProbeView } from "#lib/environments/schema.ts";
import { t } from "#lib/texts/index.ts";
import { ProbeStepList } from "./environment-form-probe.tsx";
import { Button } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { Dialog } from "./ui/dialog.tsx";
import type { FormState } from "./ui/form-state.ts";

/** Tests an environment's connection as soon as it opens, and again on demand. */
export function EnvironmentTestDialog({
  id,
  name,
  test,
  open,
  onOpenChange,
}: {
  id: number;
  name: string;
  test: (id: number) => Promise<FormState<ProbeView>>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const [result, setResult] = useState<FormState<ProbeView>>(null);
  const [running, setRunning] = useState(false);
  const newest = useRef(0);
  const run = async () => {
    const turn = ++newest.current;
    setResult(null);
    setRunning(true);
    const answer = await test(id).catch(() => null);
    if (turn !== newest.current) return;
    setRunning(false);
    setResult(answer ?? { ok: false, errors: { form: t("Drawbridge did not answer. Check your connection and test again.") } });
  };
  // `test` is another function after each refresh of the page, and the test itself refreshes it: only opening starts one.
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (open) void latest.current();
  }, [open]);

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("Connection test of {name}", { name })}
      description={t("With Drawbridge’s own credential, from where Drawbridge runs.")}
      footer={
        <Button pending={running} onClick={() => void run()}>
          {t("Test again")}
        </Button>
      }
    >
      {result?.ok === false ? (
        <Callout tone="bad" role="alert">
          {Object.values(result.errors).map((error) => (
            <p key={error}>{error}</p>
          ))}
        </Callout>
      ) : (
        <ProbeStepList steps={result?.value.steps ?? []} running={running} />
      )}
      <p role="status" className="sr-only">
        {result?.ok && (result.value.ok ? t("Every step passed.") : t("A step failed."))}
      </p>
    </Dialog>
  );
}
