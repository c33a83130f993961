"use client";

import { useRef, useState } from "react";
import { kubeconfigUploadBytesMax, type UploadedContextView } from "#lib/environments/schema.ts";
import { t } from "#lib/texts/index.ts";
import type { AddEnvironmentActions } from "./environment-form-answers.ts";

export interface Upload {
  kubeconfig: string;
  /** Null until a file has been read. */
  contexts: UploadedContextView[] | null;
  /** Why the file as a whole is refused. */
  error: string | undefined;
  reading: boolean;
  /** Takes typed text; reads it after a pause. */
  type: (text: string) => void;
  /** Takes a chosen or dropped file. */
  takeFile: (file: File) => void;
}

const tooLarge = t("The file is larger than 256 KiB: give one with the clusters you want to add only.");
const typingPauseMs = 300;

/** Has the server read a kubeconfig as soon as it is there. Answers to an older text are dropped. */
export function useUploadedContexts(readContexts: AddEnvironmentActions["readContexts"]): Upload {
  const [kubeconfig, setKubeconfig] = useState("");
  const [contexts, setContexts] = useState<UploadedContextView[] | null>(null);
  const [error, setError] = useState<string>();
  const [reading, setReading] = useState(false);
  const newest = useRef(0);

  const take = (text: string, pauseMs: number) => {
    const turn = ++newest.current;
    setKubeconfig(text);
    setContexts(null);
    setError(undefined);
    setReading(false);
    if (text.trim() === "") return;
    // The server would refuse it, too, but only after the upload.
    if (new Blob([text]).size > kubeconfigUploadBytesMax) return setError(tooLarge);
    setTimeout(async () => {
      if (turn !== newest.current) return;
      setReading(true);
      const answer = await readContexts(text).catch(() => null);
      if (turn !== newest.current) return;
      setReading(false);
      if (answer?.ok) setContexts(answer.value);
      else setError(firstError(answer?.errors) ?? t("Drawbridge did not answer. Check your connection and paste it again."));
    }, pauseMs);
  };

  const takeFile = async (file: File) => {
    if (file.size > kubeconfigUploadBytesMax) {
      newest.current++;
      setContexts(null);
      setReading(false);
      setError(tooLarge);
      return;
    }
    take(await file.text(), 0);
  };

  return { kubeconfig, contexts, error, reading, type: (text) => take(text, typingPauseMs), takeFile };
}

/** The sentence to show of the errors of an answer that has one field. */
export function firstError(errors: Record<string, string> | undefined): string | undefined {
  return errors && Object.values(errors)[0];
}
