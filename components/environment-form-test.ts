"use client";

import { useRef, useState } from "react";
import type { CertificateView, ProbeStepView, ProbeView } from "#lib/environments/schema.ts";
import type { AddEnvironmentActions } from "./environment-form-answers.ts";
import { firstError } from "./environment-form-upload-contexts.ts";

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
  probe: ProbeView | null;
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
    const started: Result = { choice, probe: null, error: null, running: true, certificate, pinnedSha256 };
    setResult(started);
    const answer = await testConnection({ kubeconfig: choice.kubeconfig, context: choice.context, pinnedSha256 }).catch(() => null);
    if (turn !== newest.current) return;
    if (answer?.ok) setResult({ ...started, running: false, probe: answer.value, certificate: answer.value.certificate ?? certificate });
    else setResult({ ...started, running: false, error: firstError(answer?.errors) ?? "Drawbridge did not answer. Check your connection and test again." });
  };

  return {
    steps: present?.probe?.steps ?? [],
    running: present?.running ?? false,
    passed: present?.probe?.ok ?? false,
    error: present?.error ?? null,
    certificate: present?.certificate ?? null,
    pinnedSha256: present?.pinnedSha256 ?? null,
    start: () => void run(present?.pinnedSha256 ?? null),
    pin: (pinned) => void run(pinned ? (present?.certificate?.sha256 ?? null) : null),
  };
}
