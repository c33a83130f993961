"use client";

import { useEffect, useState } from "react";
import type { ConsequencesView, Ending } from "#lib/consequences/schema.ts";
import { t } from "#lib/texts/index.ts";
import { consequencesInWords } from "./consequences-words.ts";
import type { FormState } from "./ui/form-state.ts";

/** The server action that counts. */
export type WhatEndsAction = (ending: Ending) => Promise<FormState<ConsequencesView>>;

const quietMs = 300;

/** Of what is about to be done, what breaks for whom: asked when the question opens. It holds nothing up: what cannot be counted is said. */
export function Consequences({
  of,
  ask,
  place = null,
  none,
}: {
  /** As it was when the question opened. */
  of: Ending;
  ask: WhatEndsAction;
  /** Name of the environment that goes, where it is one. */
  place?: string | null;
  /** Said when nothing breaks. */
  none: string;
}) {
  const answer = useAnswer(of, ask);
  const isSlow = useIsSlow(answer === null);
  const sentences = answer?.ok ? consequencesInWords(answer.value, place) : [];
  return (
    <div role="status" className="flex min-h-5 flex-col gap-1 font-medium">
      {answer === null && isSlow && <p className="font-normal text-ink-soft">{t("Counting what ends…")}</p>}
      {answer?.ok === false && (
        <p className="font-normal text-ink-soft">{t("What ends could not be counted. {values}", { values: Object.values(answer.errors).join(" ") })}</p>
      )}
      {answer?.ok && sentences.length === 0 && <p className="font-normal">{none}</p>}
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}

function useAnswer(of: Ending, ask: WhatEndsAction): FormState<ConsequencesView> {
  const [answer, setAnswer] = useState<FormState<ConsequencesView>>(null);
  const [asked] = useState({ of, ask });
  useEffect(() => {
    let isGone = false;
    asked
      .ask(asked.of)
      .catch(() => ({ ok: false as const, errors: { form: t("Drawbridge did not answer.") } }))
      .then((next) => {
        if (!isGone) setAnswer(next);
      });
    return () => {
      isGone = true;
    };
  }, [asked]);
  return answer;
}

function useIsSlow(isWaiting: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setSlow(true), quietMs);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isSlow;
}
