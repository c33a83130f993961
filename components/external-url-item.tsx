"use client";

import { useEffect, useState } from "react";
import type { ExternalUrlResult, ExternalUrlStep } from "#lib/external-url-check/schema.ts";
import { t } from "#lib/texts/index.ts";
import { StepIcon } from "./step-icon.tsx";
import { classNames } from "./ui/class-names.ts";

const labels: Record<ExternalUrlStep, string> = {
  name: t("Name"),
  tcp: "TCP",
  certificate: t("Certificate"),
  drawbridge: "Drawbridge",
  upgrade: t("Upgrade"),
  idle: t("Idle time"),
};

interface ItemProps {
  step: ExternalUrlStep;
  result: ExternalUrlResult | null;
  running: boolean;
  idleSeconds: number;
}

/** One item of the check of the external URL, with its fix when it failed. */
export function ExternalUrlItem({ step, result, running, idleSeconds }: ItemProps) {
  const isQuiet = result === null || result.state === "skipped";
  return (
    <li className="grid grid-cols-[1rem_5.5rem_1fr_auto] items-start gap-x-2.5 border-line border-b py-2 last:border-b-0 max-sm:grid-cols-[1rem_1fr_auto]">
      <span className="mt-0.5">
        <StepIcon state={result?.state ?? "waiting"} running={running ? t("Checking") : null} />
      </span>
      <span className={classNames(isQuiet ? "text-ink-soft" : "font-medium")}>{labels[step]}</span>
      <span className="flex min-w-0 flex-col gap-0.5 [overflow-wrap:anywhere] max-sm:col-span-2 max-sm:col-start-2 max-sm:row-start-2">
        <span className={result?.state === "failed" ? undefined : "text-ink-soft"}>
          {result?.detail ?? (running && step === "idle" ? <Silence seconds={idleSeconds} /> : null)}
        </span>
        {result?.fix && <span>{result.fix}</span>}
      </span>
      <span className="text-right text-ink-soft text-small tabular-nums leading-5">
        {result && result.state !== "skipped" && step !== "idle" && result.durationMs >= 1 ? `${result.durationMs} ms` : ""}
      </span>
    </li>
  );
}

/** How far the silence has come. */
function Silence({ seconds }: { seconds: number }) {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    const start = Date.now();
    const timer = setInterval(() => setPassed(Math.min(seconds, Math.round((Date.now() - start) / 1000))), 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return <span className="tabular-nums">{t("Silent for {passed} of {seconds} seconds.", { passed, seconds })}</span>;
}
