"use client";

import { type ReactNode, useState } from "react";
import { t } from "#lib/texts/index.ts";
import type { AddEnvironmentActions, AddedEnvironment } from "./environment-form-answers.ts";
import { CertificateChoice } from "./environment-form-certificate.tsx";
import { ContextChoice } from "./environment-form-context.tsx";
import { suggestName } from "./environment-form-name.ts";
import { AddButton, FormStep, GrantMe, NameField } from "./environment-form-parts.tsx";
import { ProbeStepList } from "./environment-form-probe.tsx";
import { useConnectionTest } from "./environment-form-test.ts";
import { KubeconfigField } from "./environment-form-upload.tsx";
import { useUploadedContexts } from "./environment-form-upload-contexts.ts";
import { Button } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { Form } from "./ui/form.tsx";
import { rich } from "./ui/rich.ts";

/** One form that grows: the file, its contexts, the connection, the name. What was given stays as it is whatever fails. */
export function KubeconfigWay({ actions, login, onDone }: { actions: AddEnvironmentActions; login: string; onDone: (added: AddedEnvironment) => void }) {
  const upload = useUploadedContexts(actions.readContexts);
  const [chosenName, setChosenName] = useState<string | null>(null);
  const [ownName, setOwnName] = useState<string | null>(null);
  const usable = upload.contexts?.filter((context) => context.refusal === null) ?? [];
  const proposed = usable.length === 1 ? usable[0] : usable.find((context) => context.isCurrent);
  const chosen = usable.find((context) => context.name === chosenName) ?? proposed;
  const test = useConnectionTest(actions.testConnection, { kubeconfig: upload.kubeconfig, context: chosen?.name ?? null });

  return (
    <Form action={actions.add} onDone={onDone} className="max-w-3xl">
      <FormStep number={1} title={t("Kubeconfig")}>
        <KubeconfigField upload={upload} />
      </FormStep>
      {upload.contexts && (
        <FormStep number={2} title={t("Context")}>
          <ContextChoice contexts={upload.contexts} chosen={chosen?.name ?? null} onChoose={(context) => setChosenName(context.name)} />
        </FormStep>
      )}
      {chosen && (
        <>
          <FormStep number={3} title={t("Connection")} action={<TestButton test={test} />}>
            {test.error !== null && (
              <Callout tone="bad" role="alert">
                <p>{test.error}</p>
              </Callout>
            )}
            <ProbeStepList steps={test.steps} running={test.running} />
            {test.certificate && (
              <CertificateChoice certificate={test.certificate} server={chosen.server} pinned={test.pinnedSha256 !== null} onPin={test.pin} />
            )}
            <input type="hidden" name="pinnedSha256" value={test.pinnedSha256 ?? ""} />
          </FormStep>
          <FormStep number={4} title={t("Name and access")}>
            <NameField value={ownName ?? suggestName(chosen.name)} onChange={setOwnName} />
            <GrantMe login={login} />
          </FormStep>
          <AddFooter>
            <AddButton
              disabledReason={test.passed ? null : test.running ? t("The connection is being tested.") : t("Test the connection first: each step must pass.")}
            />
          </AddFooter>
        </>
      )}
    </Form>
  );
}

function TestButton({ test }: { test: ReturnType<typeof useConnectionTest> }) {
  return (
    <Button tone={test.passed ? "secondary" : "primary"} size="small" pending={test.running} onClick={test.start}>
      {test.steps.length > 0 || test.error !== null ? t("Test again") : t("Test connection")}
    </Button>
  );
}

function AddFooter({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-col gap-3 border-line border-t pt-5">
      <p className="max-w-2xl text-ink-soft">
        {rich(
          "Drawbridge makes the namespace {namespace} there with two ServiceAccounts of its own: one may only act for people who have access, the other only manages those bindings. Then it forgets this kubeconfig.",
          { namespace: <code className="font-mono text-small">drawbridge</code> },
        )}
      </p>
      <div className="flex flex-wrap items-center gap-4">{children}</div>
    </div>
  );
}
