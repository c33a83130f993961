import { Check, CircleDashed, Minus, X } from "lucide-react";
import { t } from "#lib/texts/index.ts";
import { Spinner } from "./ui/spinner.tsx";

/** How far a step of a check is. `running`: what is said while it runs; null when it does not. */
export function StepIcon({ state, running }: { state: "passed" | "failed" | "skipped" | "waiting"; running: string | null }) {
  if (running !== null) return <Spinner label={running} />;
  switch (state) {
    case "passed":
      return <Check className="size-4 text-good" role="img" aria-label={t("Passed")} />;
    case "failed":
      return <X className="size-4 text-bad" role="img" aria-label={t("Failed")} />;
    case "skipped":
      return <Minus className="size-4 text-ink-soft" role="img" aria-label={t("Not tried")} />;
    case "waiting":
      return <CircleDashed className="size-4 text-ink-soft" role="img" aria-label={t("To come")} />;
  }
}
