"use client";

import { useState, useTransition } from "react";
import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import type { FormState } from "./ui/form-state.ts";

/** Answers with all of a file of one's own. */
export type FindKubeconfigAction = (id: string) => Promise<FormState<KubeconfigView>>;

export interface Renewal {
  /** To be renewed now; null: none. */
  file: KubeconfigView | null;
  /** Of the last file that was asked for: why it is not there. */
  problem: string | null;
  pending: boolean;
  ask(id: string): void;
  end(): void;
}

/** The file that is being renewed. It is asked for when that is wanted: Home knows of files only what it shows. */
export function useRenewal(find: FindKubeconfigAction): Renewal {
  const [file, setFile] = useState<KubeconfigView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const ask = (id: string) =>
    startTransition(async () => {
      const answer = await find(id).catch(() => null);
      setProblem(answer?.ok ? null : (answer?.errors.form ?? t("There was no answer. Is Drawbridge running, and are you online?")));
      if (answer?.ok) setFile(answer.value);
    });
  return { file, problem, pending, ask, end: () => setFile(null) };
}
