"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { SettingsView } from "#lib/settings/schema.ts";
import { t, tn } from "#lib/texts/index.ts";
import { EnvironmentForm, type EnvironmentFormProps } from "./environment-form.tsx";
import { ExternalUrlCheck } from "./external-url-check.tsx";
import { ExternalUrlForm } from "./settings-external-url.tsx";
import { Button, ButtonLink } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { rich } from "./ui/rich.ts";
import { WelcomeAccess, type WelcomeEnvironment } from "./welcome-access.tsx";
import { WelcomeProgressBar } from "./welcome-progress.tsx";
import { isWelcomeStep, nextStep, type WelcomeProgress, type WelcomeStep, welcomeStepLabels, welcomeSteps } from "./welcome-steps.ts";

export interface WelcomeProps {
  person: { id: string; login: string; displayName: string };
  progress: WelcomeProgress;
  settings: SettingsView;
  /** The external URL that the environment sets. */
  locked: string | null;
  passkeys: number;
  environments: readonly WelcomeEnvironment[];
  form: Omit<EnvironmentFormProps, "onDone" | "login">;
  actions: { updateExternalUrl: FormAction; createGrant: FormAction };
}

/** The first steps. All of them stay on the page, so that nothing typed is lost by going back; the address says which one is shown. */
export function Welcome(props: WelcomeProps) {
  const { person, progress, settings, locked, passkeys, environments, form, actions } = props;
  const router = useRouter();
  const asked = useSearchParams().get("step");
  // Once shown, a step stays until the person goes on: what is done there must be seen.
  const [resumed] = useState(() => nextStep(progress));
  const current = isWelcomeStep(asked) ? asked : resumed;
  const go = (step: WelcomeStep) => window.history.pushState(null, "", `/welcome?step=${step}`);
  const added = () => {
    router.refresh();
    go("access");
  };
  const first = environments.find(({ isMine }) => isMine) ?? environments[0];
  return (
    <>
      <WelcomeProgressBar current={current} progress={progress} onGo={go} />
      <Step step="account" current={current} onGo={go} done={progress.account}>
        <p>
          {rich("You are {login} ({displayName}), an administrator of this Drawbridge.", {
            login: <span className="font-mono">{person.login}</span>,
            displayName: person.displayName,
          })}
        </p>
        <p>{t("Password, passkeys and the authenticator app are on the page of your account, behind your name at the top right.")}</p>
      </Step>
      <Step step="address" current={current} onGo={go} done={progress.address} skip={t("Skip this for now")}>
        <p>{t("Every kubeconfig names the address by which people reach Drawbridge. Set it, or leave it empty to use the one in your browser.")}</p>
        <ExternalUrlForm settings={settings} locked={locked} passkeys={passkeys} action={actions.updateExternalUrl} />
        <ExternalUrlCheck url={locked ?? settings.externalUrl} />
      </Step>
      <Step step="environment" current={current} onGo={go} done={progress.environment}>
        {environments.length > 0 && (
          <Callout title={tn(environments.length, "There is an environment already", "There are {count} environments already")}>
            {t("{environments}. You can add another, or go on.", { environments: environments.map(({ name }) => name).join(", ") })}
          </Callout>
        )}
        <EnvironmentForm {...form} login={person.login} onDone={added} />
      </Step>
      <Step step="access" current={current} onGo={go} done={progress.access}>
        <WelcomeAccess
          environments={environments}
          personId={person.id}
          action={actions.createGrant}
          onDone={() => router.refresh()}
          onAdd={() => go("environment")}
        />
      </Step>
      <Step step="file" current={current} onGo={go} done={progress.file}>
        {first?.isMine ? (
          <>
            <p>{t("Download a kubeconfig for it, and use it in your terminal. The dialog shows the commands.")}</p>
            <div>
              <ButtonLink href={`/?connect=${first.id}`} tone="primary">
                {t("Connect to {name}", { name: first.name })}
              </ButtonLink>
            </div>
          </>
        ) : (
          <>
            <p>{t("A kubeconfig is for environments that you have access to, and there is none yet.")}</p>
            <div>
              <Button tone="primary" onClick={() => go(progress.environment ? "access" : "environment")}>
                {progress.environment ? t("Give yourself access first") : t("Add an environment first")}
              </Button>
            </div>
          </>
        )}
      </Step>
    </>
  );
}

interface StepProps {
  step: WelcomeStep;
  current: WelcomeStep;
  onGo: (step: WelcomeStep) => void;
  /** Then the way on is the one thing to press; before, it is what the step asks for. */
  done: boolean;
  /** What the way on is called before it is done. */
  skip?: string;
  children: ReactNode;
}

function Step({ step, current, onGo, done, skip, children }: StepProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isCurrent = step === current;
  const wasCurrent = useRef(isCurrent);
  useEffect(() => {
    // Not at the first sight of the page: there the title is read first.
    if (isCurrent && !wasCurrent.current) heading.current?.focus();
    wasCurrent.current = isCurrent;
  }, [isCurrent]);
  const index = welcomeSteps.indexOf(step);
  const before = welcomeSteps[index - 1];
  const after = welcomeSteps[index + 1];
  return (
    <section hidden={!isCurrent} aria-label={welcomeStepLabels[step]} className={isCurrent ? "flex max-w-3xl flex-col gap-4" : undefined}>
      <h2 ref={heading} tabIndex={-1} className="font-strong text-head">
        {welcomeStepLabels[step]}
      </h2>
      {children}
      <div className="flex flex-wrap gap-2 border-line border-t pt-4">
        {before && <Button onClick={() => onGo(before)}>{t("Back")}</Button>}
        {after && (
          <Button tone={done ? "primary" : "secondary"} onClick={() => onGo(after)}>
            {done ? t("Next") : (skip ?? t("Next"))}
          </Button>
        )}
        {!after && <ButtonLink href="/">{t("Go to your environments")}</ButtonLink>}
      </div>
    </section>
  );
}
