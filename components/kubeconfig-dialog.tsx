"use client";

import { useState } from "react";
import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import type { IssueKubeconfigInput, LiveKubeconfigView } from "#lib/kubeconfig/schema.ts";
import type { ExpirySettings } from "#lib/settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import { type IssueAnswer, issueKubeconfig, type PreviewAction } from "./issue-kubeconfig.ts";
import { KubeconfigEnvironments } from "./kubeconfig-dialog-environments.tsx";
import { type FileChoices, KubeconfigFile, suggestChoices } from "./kubeconfig-dialog-file.tsx";
import { type DialogStep, KubeconfigDialogFooter } from "./kubeconfig-dialog-footer.tsx";
import { readyDialog, useFileMaking } from "./kubeconfig-dialog-making.tsx";
import { SameChoice } from "./kubeconfig-dialog-same.tsx";
import type { IssueWay } from "./kubeconfig-dialog-use.tsx";
import { expiryLimit, type ReadExpiry, readExpiry } from "./kubeconfig-expiry.ts";
import { askedNamespaces, namespaceError } from "./kubeconfig-namespaces.ts";
import { Callout } from "./ui/callout.tsx";
import { classNames } from "./ui/class-names.ts";
import { useClock } from "./ui/clock.tsx";
import { Dialog } from "./ui/dialog.tsx";
import type { Renewal } from "./use-renewal.ts";

export interface KubeconfigDialogProps {
  environments: readonly ReachableEnvironmentView[];
  settings: ExpirySettings;
  /** Of this person, those that work: the same choice again is better served by renewing one. */
  files: readonly LiveKubeconfigView[];
  preview: PreviewAction;
  /** Ticked at first. */
  initialIds: readonly number[];
  renewal: Renewal;
  onClose: () => void;
}

/** Left which environments, right the file; below 900 px one after the other. Tokens are made on Download or Copy, not before. */
export function KubeconfigDialog({ environments, settings, files, preview, initialIds, renewal, onClose }: KubeconfigDialogProps) {
  const { now, timeZone } = useClock();
  const [selected, setSelected] = useState<ReadonlySet<number>>(() => new Set(initialIds));
  const [choices, setChoices] = useState<FileChoices>(() => suggestChoices(settings, navigator.userAgent, now));
  const [step, setStep] = useState<DialogStep>(initialIds.length === 1 ? "file" : "environments");
  const making = useFileMaking({ name: choices.name, onClose });
  const { errors, fresh } = making;

  const ticked = environments.filter(({ id }) => selected.has(id));
  const limit = expiryLimit(settings, ticked);
  const read = readExpiry(choices.expiry, limit, { now, timeZone });
  const issue = async (way: IssueWay) => {
    // By the moment of the press: what was chosen a while ago may be over.
    const atPress = readExpiry(choices.expiry, limit, { now: new Date(), timeZone });
    const input = inputOf(ticked, choices, atPress);
    await making.make(way, async () => {
      const answer = input === null ? refusal(atPress) : await issueKubeconfig(input);
      if (!answer.ok) setStep(answer.errors.environmentIds ? "environments" : "file");
      return answer;
    });
  };

  if (fresh)
    return readyDialog({
      ...{ fresh, making, onClose },
      title: t("{name} is ready", { name: choices.name }),
      description: t("This is the only time that its tokens are shown. Keep the file to yourself."),
    });
  return (
    <Dialog
      open
      onOpenChange={making.requestClose}
      width="wide"
      title={t("Kubeconfig")}
      description={t("One file for kubectl and every other client, with your rights in each environment.")}
      footer={
        <KubeconfigDialogFooter
          count={{ ticked: ticked.length, all: environments.length }}
          step={step}
          onStep={setStep}
          issue={issue}
          pending={making.pending}
          startHere={initialIds.length === 1}
        />
      }
    >
      <div ref={making.body}>
        {errors.form !== undefined && (
          <Callout tone="bad" role="alert" tabIndex={-1} className="mb-4">
            <p>{errors.form}</p>
          </Callout>
        )}
        <div className="panes:grid panes:h-[min(40rem,calc(100dvh-14rem))] panes:grid-cols-[5fr_6fr] panes:gap-6">
          <div className={classNames("min-h-0 panes:flex panes:flex-col", step === "file" && "max-panes:hidden")}>
            <KubeconfigEnvironments environments={environments} selected={selected} onChange={setSelected} error={errors.environmentIds} />
          </div>
          <div className={classNames("-mx-1 min-h-0 px-1 panes:overflow-y-auto panes:pb-1", step === "environments" && "max-panes:hidden")}>
            <SameChoice files={files} environmentIds={ticked.map(({ id }) => id)} renewal={renewal} />
            <KubeconfigFile
              environments={ticked}
              settings={settings}
              choices={choices}
              onChange={(next, field) => {
                setChoices(next);
                making.forget(field);
              }}
              read={read}
              errors={errors}
              preview={preview}
              input={inputOf(ticked, choices, read)}
            />
          </div>
        </div>
      </div>
    </Dialog>
  );
}

function refusal(read: ReadExpiry): IssueAnswer {
  return { ok: false, errors: read.ok ? {} : { expiry: read.error } };
}

/** Null while a field cannot be read. */
function inputOf(ticked: readonly ReachableEnvironmentView[], choices: FileChoices, read: ReadExpiry): IssueKubeconfigInput | null {
  const { name, currentEnvironmentId } = choices;
  const namespaces = askedNamespaces(ticked, choices.namespaces);
  if (!read.ok || namespaces.some(({ namespace }) => namespaceError(namespace) !== undefined)) return null;
  const environmentIds = ticked.map(({ id }) => id);
  return {
    ...{ name, environmentIds, namespaces, expiry: read.expiry },
    currentEnvironmentId: currentEnvironmentId !== null && environmentIds.includes(currentEnvironmentId) ? currentEnvironmentId : null,
  };
}
