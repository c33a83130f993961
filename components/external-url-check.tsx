"use client";

import { useEffect, useRef, useState } from "react";
import { type ExternalUrlResult, externalUrlSteps, idleChoices } from "#lib/external-url-check/schema.ts";
import { t, tn } from "#lib/texts/index.ts";
import { ExternalUrlItem } from "./external-url-item.tsx";
import { followExternalUrlCheck } from "./follow-external-url-check.ts";
import { Button } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { Field } from "./ui/field.tsx";
import { Select } from "./ui/select.tsx";

interface Run {
  results: ExternalUrlResult[];
  state: "running" | "over" | "cancelled";
  error: string | null;
}

/** Looks at the external URL on demand; each item has its own result, and one that fails its fix. */
export function ExternalUrlCheck({ url }: { url: string | null }) {
  const [idleSeconds, setIdleSeconds] = useState<number>(idleChoices[0].seconds);
  const [run, setRun] = useState<Run | null>(null);
  const ending = useRef<AbortController | null>(null);
  useEffect(() => () => ending.current?.abort(), []);

  const start = async () => {
    ending.current = new AbortController();
    const { signal } = ending.current;
    const results: ExternalUrlResult[] = [];
    setRun({ results, state: "running", error: null });
    const show = (result: ExternalUrlResult) => {
      results.push(result);
      setRun({ results: [...results], state: "running", error: null });
    };
    const error = await followExternalUrlCheck(idleSeconds, signal, show).then(
      () => null,
      (fault: unknown) => (signal.aborted ? null : fault instanceof Error ? fault.message : String(fault)),
    );
    setRun({ results, state: signal.aborted ? "cancelled" : "over", error });
  };

  const running = run?.state === "running";
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-2xl text-ink-soft">
        {t(
          "The check asks in six items whether kubectl gets through. The last is a connection on which nothing is said, as of a quiet watch: many load balancers cut it.",
        )}
      </p>
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t("Leave a connection silent for")} className="w-56">
          <Select
            options={idleChoices.map(({ seconds, label }) => ({ value: String(seconds), label }))}
            value={String(idleSeconds)}
            onChange={(value) => setIdleSeconds(Number(value))}
          />
        </Field>
        {running ? (
          <Button onClick={() => ending.current?.abort()}>{t("Cancel the check")}</Button>
        ) : (
          <Button onClick={() => void start()}>{url === null ? t("Check the address in use") : t("Check the external URL")}</Button>
        )}
      </div>
      {run && (
        <ol aria-label={t("Items of the check")} aria-busy={running} className="flex flex-col">
          {externalUrlSteps.map((step, index) => (
            <ExternalUrlItem
              key={step}
              step={step}
              result={run.results.find((result) => result.step === step) ?? null}
              running={running && index === run.results.length}
              idleSeconds={idleSeconds}
            />
          ))}
        </ol>
      )}
      <p role="status" className="text-ink-soft empty:hidden">
        {run && verdict(run)}
      </p>
      {run?.error && <Callout tone="bad">{run.error}</Callout>}
    </div>
  );
}

function verdict({ results, state }: Run): string {
  if (state === "running") return "";
  if (state === "cancelled") return t("Cancelled.");
  const failed = results.filter((result) => result.state === "failed").length;
  if (results.length < externalUrlSteps.length) return "";
  return failed === 0 ? t("Every item passed.") : tn(failed, "One item failed.", "{count} items failed.");
}
