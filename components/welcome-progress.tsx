import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "#lib/texts/index.ts";
import { classNames } from "./ui/class-names.ts";
import { type WelcomeProgress, type WelcomeStep, welcomeStepLabels, welcomeSteps } from "./welcome-steps.ts";

interface ProgressProps {
  current: WelcomeStep;
  progress: WelcomeProgress;
  /** In a narrow column only the present step has its name beside its number. */
  narrow?: boolean;
  /** Absent: the steps are shown, and none can be gone to. */
  onGo?: (step: WelcomeStep) => void;
}

/** The five first steps: which are done, which one this is. Each can be gone to, forwards and back. */
export function WelcomeProgressBar({ current, progress, narrow = false, onGo }: ProgressProps) {
  return (
    <ol aria-label={t("First steps")} className={classNames("flex flex-wrap gap-y-2 pb-6", narrow ? "gap-x-2" : "gap-x-1.5 sm:gap-x-5")}>
      {welcomeSteps.map((step, index) => (
        <li key={step} aria-current={step === current ? "step" : undefined}>
          <StepName onGo={onGo && (() => onGo(step))}>
            <span
              aria-hidden="true"
              className={classNames(
                "grid size-5 shrink-0 place-items-center rounded-full border text-small tabular-nums",
                step === current ? "border-accent text-accent" : progress[step] ? "border-good text-good" : "border-edge text-ink-soft",
              )}
            >
              {progress[step] ? <Check className="size-3.5" /> : index + 1}
            </span>
            <span className={step === current ? "font-medium" : classNames("text-ink-soft", narrow ? "sr-only" : "max-sm:sr-only")}>
              {welcomeStepLabels[step]}
            </span>
            {progress[step] && <span className="sr-only">{t("(done)")}</span>}
          </StepName>
        </li>
      ))}
    </ol>
  );
}

function StepName({ onGo, children }: { onGo: (() => void) | undefined; children: ReactNode }) {
  const className = "flex min-h-7 min-w-7 items-center gap-2 rounded-control";
  if (onGo === undefined) return <span className={className}>{children}</span>;
  return (
    <button type="button" onClick={onGo} className={className}>
      {children}
    </button>
  );
}
