"use client";

import { useRef, useState } from "react";
import type { CertificateView, ProbeStepView, ProbeView } from "#lib/environments/schema.ts";
import { t } from "#lib/texts/index.ts";
import type { AddEnvironmentActions, RunningTest } from "./environment-form-answers.ts";
import { firstError } from "./environment-form-upload-contexts.ts";
import type { FormState } from "./ui/form-state.ts";

export interface ConnectionTest {
  steps: ProbeStepView[];
  running: boolean;
  /** Every step passed, for the present choice. */
  passed: boolean;
  /** Why there is no result at all. */
  error: string | null;
  /** What the server showed, when nobody vouches for it. */
  certificate: CertificateView | null;
  pinnedSha256: string | null;
  start: () => void;
  /** Accepts the certificate and tests with it, or takes that back. */
  pin: (pinned: boolean) => void;
}

interface Choice {
  kubeconfig: string;
  context: string | null;
}

interface Result {
  /** What was tested: a result of another choice counts for nothing. */
  choice: Choice;
  steps: ProbeStepView[];
  passed: boolean;
  error: string | null;
  running: boolean;
  certificate: CertificateView | null;
  pinnedSha256: string | null;
}

/** Tests the connection of `choice` on demand. */
export function useConnectionTest(testConnection: AddEnvironmentActions["testConnection"], choice: Choice): ConnectionTest {
  const [result, setResult] = useState<Result | null>(null);
  const newest = useRef(0);
  const present = result && result.choice.kubeconfig === choice.kubeconfig && result.choice.context === choice.context ? result : null;

  const run = async (pinnedSha256: string | null) => {
    if (choice.context === null) return;
    const turn = ++newest.current;
    const certificate = present?.certificate ?? null;
    const started: Result = { choice, steps: [], passed: false, error: null, running: true, certificate, pinnedSha256 };
    setResult(started);
    const showSteps = (steps: ProbeStepView[]) => {
      if (turn === newest.current) setResult({ ...started, steps });
    };
    const answer = await follow(testConnection({ kubeconfig: choice.kubeconfig, context: choice.context, pinnedSha256 }), showSteps).catch(() => null);
    if (turn !== newest.current) return;
    if (answer?.ok) {
      const { ok, steps, certificate: shown } = answer.value;
      setResult({ ...started, running: false, passed: ok, steps, certificate: shown ?? certificate });
    } else
      setResult({ ...started, running: false, error: firstError(answer?.errors) ?? t("Drawbridge did not answer. Check your connection and test again.") });
  };

  return {
    steps: present?.steps ?? [],
    running: present?.running ?? false,
    passed: present?.passed ?? false,
    error: present?.error ?? null,
    certificate: present?.certificate ?? null,
    pinnedSha256: present?.pinnedSha256 ?? null,
    start: () => void run(present?.pinnedSha256 ?? null),
    pin: (pinned) => void run(pinned ? (present?.certificate?.sha256 ?? null) : null),
  };
}

/** Hands on the steps as they come, and returns the result. */
async function follow(starting: Promise<RunningTest>, onSteps: (steps: ProbeStepView[]) => void): Promise<FormState<ProbeView>> {
  const { steps, result } = await starting;
  const reader = steps.getReader();
  const seen: ProbeStepView[] = [];
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    seen.push(piece.value);
    onSteps([...seen]);
  }
  return result;
}
