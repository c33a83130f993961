"use client";

import { t, tn } from "#lib/texts/index.ts";
import type { IssueWay } from "./kubeconfig-dialog-use.tsx";
import { Button } from "./ui/button.tsx";
import { classNames } from "./ui/class-names.ts";

/** The two panes, where there is room for one at a time. */
export type DialogStep = "environments" | "file";

/** How many are ticked, and the buttons that make the file. */
export function KubeconfigDialogFooter({
  count,
  step,
  onStep,
  issue,
  pending,
  startHere,
}: {
  count: { ticked: number; all: number };
  step: DialogStep;
  onStep: (step: DialogStep) => void;
  issue: (way: IssueWay) => void;
  pending: IssueWay | null;
  /** Focus begins on Download: there is nothing left to choose. */
  startHere: boolean;
}) {
  const blocked = count.ticked === 0 ? t("Tick at least one environment.") : null;
  const onFileStep = classNames(step === "environments" && "max-panes:hidden");
  return (
    <>
      <span className="mr-auto text-ink-soft tabular-nums" role="status">
        {tn(count.all, "{ticked} of {all} environment", "{ticked} of {all} environments", count)}
      </span>
      {step === "environments" ? (
        <Button className="panes:hidden" tone="primary" onClick={() => onStep("file")} disabledReason={blocked}>
          {t("Next: the file")}
        </Button>
      ) : (
        <Button className="panes:hidden" tone="quiet" onClick={() => onStep("environments")}>
          {t("Back")}
        </Button>
      )}
      <Button className={onFileStep} onClick={() => issue("copy")} pending={pending === "copy"} disabledReason={blocked}>
        {t("Copy")}
      </Button>
      <Button
        className={onFileStep}
        tone="primary"
        {...(startHere ? { "data-initial-focus": "" } : {})}
        onClick={() => issue("download")}
        pending={pending === "download"}
        disabledReason={blocked}
      >
        {t("Download file")}
      </Button>
    </>
  );
}
