"use client";

import type { ReactNode } from "react";
import type { HealthView, ProbeStep } from "#lib/environments/schema.ts";
import { ButtonLink } from "./ui/button.tsx";
import { Time } from "./ui/clock.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Status } from "./ui/status.tsx";

export const stepNames: Record<ProbeStep, string> = {
  name: "Name",
  dns: "Finding the address (DNS)",
  tcp: "Connecting (TCP)",
  tls: "Verifying the server (TLS)",
  credential: "Drawbridge's credential",
  rights: "Drawbridge's rights",
};

const words = {
  ready: { tone: "good", word: "Ready" },
  down: { tone: "bad", word: "Down" },
  unknown: { tone: "waiting", word: "Not checked yet" },
  disabled: { tone: "off", word: "Disabled" },
} as const;

/** The state in a word; what is down opens the step that failed. `fixHref` leads an admin to the place where it is mended. */
export function EnvironmentHealth({ name, health, fixHref }: { name: string; health: HealthView; fixHref?: string | undefined }) {
  const { tone, word } = words[health.state];
  if (health.state !== "down") return <Status tone={tone}>{word}</Status>;
  return (
    <Dialog
      width="narrow"
      title={`${name} is down`}
      trigger={
        <button
          type="button"
          className="rounded-control underline decoration-bad/40 decoration-dotted underline-offset-4"
          aria-label={`${word}: why ${name} is down`}
        >
          <Status tone={tone}>{word}</Status>
        </button>
      }
      footer={
        fixHref === undefined ? undefined : (
          <ButtonLink href={fixHref} tone="primary">
            Mend the connection
          </ButtonLink>
        )
      }
    >
      <dl className="flex flex-col gap-3">
        <Fact term="Failed at">{health.step === null ? "An unknown step" : stepNames[health.step]}</Fact>
        <Fact term="What was seen">{health.message ?? "No detail was recorded."}</Fact>
        <Fact term="Last reachable">{health.lastReachableAt === null ? "Never yet" : <Time at={health.lastReachableAt} as="both" />}</Fact>
        {health.checkedAt !== null && (
          <Fact term="Checked">
            <Time at={health.checkedAt} />
          </Fact>
        )}
      </dl>
      {fixHref === undefined && (
        <p className="pt-4 text-ink-soft">Kubeconfigs that name it stay valid and work again once it is back. An administrator can mend it.</p>
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
