"use client";

import { type ReactNode, useState } from "react";
import type { HealthView } from "#lib/environments/schema.ts";
import { t } from "#lib/texts/index.ts";
import { environmentFix, stepNames } from "./environment-fix.ts";
import type { ShownHealth } from "./home-query.ts";
import { ButtonLink } from "./ui/button.tsx";
import { Time } from "./ui/clock.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Status } from "./ui/status.tsx";

export const healthWords = {
  ready: { tone: "good", word: t("Ready") },
  down: { tone: "bad", word: t("Down") },
  checking: { tone: "waiting", word: t("Checking…") },
  unknown: { tone: "warn", word: t("Not checked") },
  disabled: { tone: "off", word: t("Disabled") },
} as const;

/** The state in a word; what is not well opens what is wrong, since when, and for administrators (`fixId`: of the environment) where it is mended. */
export function EnvironmentHealth({ name, shown, health, fixId }: { name: string; shown: ShownHealth; health: HealthView; fixId?: number | undefined }) {
  const [open, setOpen] = useState(false);
  const { tone, word } = healthWords[shown];
  if (shown !== "down" && shown !== "unknown") return <Status tone={tone}>{word}</Status>;
  return (
    <>
      <button
        type="button"
        className="rounded-control underline decoration-current/40 decoration-dotted underline-offset-4"
        aria-haspopup="dialog"
        aria-label={shown === "down" ? t("Down: why {name} is down", { name }) : t("Not checked: why nothing is known of {name}", { name })}
        onClick={() => setOpen(true)}
      >
        <Status tone={tone}>{word}</Status>
      </button>
      {/* Made when it is asked for: a thousand rows would have a thousand of them. */}
      {open && <WhyDialog name={name} shown={shown} health={health} fixId={fixId} onClose={() => setOpen(false)} />}
    </>
  );
}

function WhyDialog({
  name,
  shown,
  health: { step, message, lastReachableAt, checkedAt },
  fixId,
  onClose,
}: {
  name: string;
  shown: "down" | "unknown";
  health: HealthView;
  fixId: number | undefined;
  onClose: () => void;
}) {
  const fix = fixId === undefined ? null : environmentFix(shown === "down" ? step : null, fixId);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="narrow"
      title={shown === "down" ? t("{name} is down", { name }) : t("{name} has not been checked", { name })}
      footer={
        fix && (
          <ButtonLink href={fix.href} tone="primary">
            {fix.label}
          </ButtonLink>
        )
      }
    >
      <dl className="flex flex-col gap-3">
        {shown === "down" ? (
          <>
            <Fact term={t("Failed at")}>{step === null ? t("An unknown step") : stepNames[step]}</Fact>
            <Fact term={t("What was seen")}>{message ?? t("No detail was recorded.")}</Fact>
          </>
        ) : (
          <Fact term={t("What is known")}>{t("Drawbridge looks at every cluster each half minute, and has no answer of this one from the last minutes.")}</Fact>
        )}
        <Fact term={t("Last reachable")}>{lastReachableAt === null ? t("Never yet") : <Time at={lastReachableAt} as="both" />}</Fact>
        {checkedAt !== null && (
          <Fact term={t("Checked")}>
            <Time at={checkedAt} />
          </Fact>
        )}
        {fix && <Fact term={t("What to do")}>{fix.words}</Fact>}
      </dl>
      {fix === null && (
        <p className="pt-4 text-ink-soft">{t("Kubeconfigs that name it stay valid and work again once it is back. An administrator can mend it.")}</p>
      )}
    </Dialog>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-soft text-small">{term}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
