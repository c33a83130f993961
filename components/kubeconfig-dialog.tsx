"use client";

import { useRef, useState } from "react";
import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import type { IssueKubeconfigInput } from "#lib/kubeconfig/schema.ts";
import type { SettingsView } from "#lib/settings/schema.ts";
import { type IssuedFile, issueKubeconfig, type PreviewAction, saveFile } from "./issue-kubeconfig.ts";
import { KubeconfigEnvironments } from "./kubeconfig-dialog-environments.tsx";
import { type FileChoices, KubeconfigFile, suggestChoices } from "./kubeconfig-dialog-file.tsx";
import { KubeconfigUse } from "./kubeconfig-dialog-use.tsx";
import { Button } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { classNames } from "./ui/class-names.ts";
import { useClock } from "./ui/clock.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { Dialog } from "./ui/dialog.tsx";

export interface KubeconfigDialogProps {
  environments: readonly ReachableEnvironmentView[];
  settings: Pick<SettingsView, "expiryDefaultSeconds" | "expiryMaxSeconds" | "neverAllowed">;
  preview: PreviewAction;
  /** Ticked at first. */
  initialIds: readonly number[];
  onClose: () => void;
}

/** Left which environments, right the file; below 900 px one after the other. Tokens are made on Download or Copy, not before. */
export function KubeconfigDialog({ environments, settings, preview, initialIds, onClose }: KubeconfigDialogProps) {
  const { now } = useClock();
  const [selected, setSelected] = useState<ReadonlySet<number>>(() => new Set(initialIds));
  const [choices, setChoices] = useState<FileChoices>(() => suggestChoices(settings, navigator.userAgent, now));
  const [step, setStep] = useState<"environments" | "file">(initialIds.length === 1 ? "file" : "environments");
  const [pending, setPending] = useState<"download" | "copy" | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [issued, setIssued] = useState<{ file: IssuedFile; copied: boolean } | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const [askingToClose, setAskingToClose] = useState(false);

  const ids = environments.filter(({ id }) => selected.has(id)).map(({ id }) => id);
  const input: IssueKubeconfigInput = {
    ...choices,
    environmentIds: ids,
    currentEnvironmentId: ids.includes(choices.currentEnvironmentId ?? 0) ? choices.currentEnvironmentId : null,
  };

  const issue = async (way: "download" | "copy") => {
    if (pending) return;
    setPending(way);
    const answer = await issueKubeconfig(input, settings.expiryMaxSeconds);
    setPending(null);
    if (!answer.ok) {
      setErrors(answer.errors);
      setStep(answer.errors.environmentIds ? "environments" : "file");
      // After the fields have got their errors.
      requestAnimationFrame(() => body.current?.querySelector<HTMLElement>("[role=alert], [data-invalid] input")?.focus());
      return;
    }
    setErrors({});
    if (way === "download") saveFile(answer.file);
    const copied =
      way === "copy" &&
      (await navigator.clipboard.writeText(answer.file.content).then(
        () => true,
        () => false,
      ));
    setIssued({ file: answer.file, copied });
    setStep("file");
  };
  const blocked = ids.length === 0 ? "Tick at least one environment." : null;
  const { form: formError } = errors;

  return (
    <Dialog
      open
      onOpenChange={() => (issued ? setAskingToClose(true) : onClose())}
      width="wide"
      title={issued ? `${choices.name} is ready` : "Kubeconfig"}
      description={
        issued
          ? "This is the only time that its tokens are shown. Keep the file to yourself."
          : "One file for kubectl and every other client, with your rights in each environment."
      }
      footer={
        issued ? (
          <Button tone="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <span className="mr-auto text-ink-soft tabular-nums" role="status">
              {ids.length} of {environments.length} {environments.length === 1 ? "environment" : "environments"}
            </span>
            {step === "environments" ? (
              <Button className="panes:hidden" tone="primary" onClick={() => setStep("file")} disabledReason={blocked}>
                Next: the file
              </Button>
            ) : (
              <Button className="panes:hidden" tone="quiet" onClick={() => setStep("environments")}>
                Back
              </Button>
            )}
            <Button
              className={classNames(step === "environments" && "max-panes:hidden")}
              onClick={() => issue("copy")}
              pending={pending === "copy"}
              disabledReason={blocked}
            >
              Copy
            </Button>
            <Button
              className={classNames(step === "environments" && "max-panes:hidden")}
              tone="primary"
              {...(initialIds.length === 1 ? { "data-initial-focus": "" } : {})}
              onClick={() => issue("download")}
              pending={pending === "download"}
              disabledReason={blocked}
            >
              Download file
            </Button>
          </>
        )
      }
    >
      {formError !== undefined && (
        <Callout tone="bad" role="alert" tabIndex={-1} className="mb-4">
          <p>{formError}</p>
        </Callout>
      )}
      <div ref={body} className="panes:grid panes:h-[min(40rem,calc(100dvh-14rem))] panes:grid-cols-[5fr_6fr] panes:gap-6">
        <div className={classNames("min-h-0 panes:flex panes:flex-col", (step === "file" || issued) && "max-panes:hidden")}>
          <KubeconfigEnvironments
            environments={environments}
            selected={selected}
            onChange={setSelected}
            locked={issued !== null}
            error={errors.environmentIds}
          />
        </div>
        <div className={classNames("-mx-1 min-h-0 px-1 panes:overflow-y-auto panes:pb-1", step === "environments" && "max-panes:hidden")}>
          {issued ? (
            <KubeconfigUse file={issued.file} copied={issued.copied} contextCount={ids.length} />
          ) : (
            <KubeconfigFile
              environments={environments.filter(({ id }) => selected.has(id))}
              settings={settings}
              choices={choices}
              onChange={setChoices}
              errors={errors}
              preview={preview}
              input={input}
            />
          )}
        </div>
      </div>
      <ConfirmDialog
        open={askingToClose}
        onOpenChange={setAskingToClose}
        title={`Close ${choices.name}?`}
        confirm="Close the file"
        tone="primary"
        action={async () => ({ ok: true, value: null })}
        onDone={onClose}
      >
        <p>Its tokens cannot be shown again. If you have not kept the file, go back and download it once more.</p>
      </ConfirmDialog>
    </Dialog>
  );
}
