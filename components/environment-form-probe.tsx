import { type ProbeStep, type ProbeStepView, probeSteps } from "#lib/environments/schema.ts";
import { t } from "#lib/texts/index.ts";
import { StepIcon } from "./step-icon.tsx";
import { classNames } from "./ui/class-names.ts";

/** What each step of a connection test asks. */
export const probeStepLabels: Record<ProbeStep, string> = {
  name: t("Address"),
  dns: "DNS",
  tcp: "TCP",
  tls: "TLS",
  credential: t("Credential"),
  rights: t("Rights"),
};

/** The steps of a connection test in order: those in `steps` with what was seen, the others as still to come. */
export function ProbeStepList({ steps, running }: { steps: readonly ProbeStepView[]; running: boolean }) {
  const next = running ? probeSteps[steps.length] : undefined;
  return (
    <ol aria-label={t("Steps of the connection test")} aria-busy={running} className="flex flex-col">
      {probeSteps.map((step) => (
        <StepRow key={step} step={step} seen={steps.find((candidate) => candidate.step === step)} running={step === next} />
      ))}
    </ol>
  );
}

function StepRow({ step, seen, running }: { step: ProbeStep; seen: ProbeStepView | undefined; running: boolean }) {
  const state = seen?.state ?? "waiting";
  return (
    <li className="grid grid-cols-[1rem_5.5rem_1fr_auto] items-start gap-x-2.5 border-line border-b py-2 last:border-b-0 max-sm:grid-cols-[1rem_1fr_auto]">
      <span className="mt-0.5">
        <StepIcon state={state} running={running ? t("Testing") : null} />
      </span>
      <span className={classNames(state === "waiting" || state === "skipped" ? "text-ink-soft" : "font-medium")}>{probeStepLabels[step]}</span>
      <span
        className={classNames(
          "min-w-0 [overflow-wrap:anywhere] max-sm:col-span-2 max-sm:col-start-2 max-sm:row-start-2",
          state === "failed" ? "text-ink" : "text-ink-soft",
        )}
      >
        {seen?.detail}
      </span>
      <span className="text-right text-ink-soft text-small tabular-nums leading-5">
        {seen && seen.state !== "skipped" && seen.durationMs >= 1 ? `${Math.round(seen.durationMs)} ms` : ""}
      </span>
    </li>
  );
}
