"use client";

import { useEffect, useState } from "react";
import { type PaletteEntry, paletteAnswerSchema } from "#lib/palette/schema.ts";

export interface PaletteSearch {
  /** Of the newest answer, which may be to less than what is typed by now. */
  entries: readonly PaletteEntry[];
  state: "waiting" | "answered" | "failed";
  retry: () => void;
}

interface Answer {
  entries: readonly PaletteEntry[];
  /** The question that it answers. */
  question: string;
  failed: boolean;
}

/** Asks the server at each keystroke; the answer to an older question is not waited for. */
export function usePaletteSearch(query: string): PaletteSearch {
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const question = `${attempt} ${query.trim()}`;
  useEffect(() => {
    const asking = new AbortController();
    const text = question.slice(question.indexOf(" ") + 1);
    read(text, asking.signal).then(
      (entries) => setAnswer({ entries, question, failed: false }),
      () => {
        if (!asking.signal.aborted) setAnswer((before) => ({ entries: before?.entries ?? [], question, failed: true }));
      },
    );
    return () => asking.abort();
  }, [question]);
  const isOfThis = answer?.question === question;
  return {
    entries: answer?.entries ?? [],
    state: !isOfThis ? "waiting" : answer.failed ? "failed" : "answered",
    retry: () => setAttempt((before) => before + 1),
  };
}

async function read(text: string, signal: AbortSignal): Promise<PaletteEntry[]> {
  const answer = await fetch(`/api/palette?q=${encodeURIComponent(text)}`, { signal, cache: "no-store" });
  if (!answer.ok) throw new Error(`the palette was answered ${answer.status}`);
  return paletteAnswerSchema.parse(await answer.json()).entries;
}
