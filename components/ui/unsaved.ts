"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { choiceStore } from "./choice-store.ts";

/** The forms of the page, and whether something stands in them that nobody has sent. */
const forms = new Map<HTMLFormElement, () => boolean>();

/** Whether a form within holds something that was typed or chosen and not sent. */
export function hasUnsaved(within: Node = document): boolean {
  return [...forms].some(([form, isChanged]) => within.contains(form) && isChanged());
}

/** What is given up is not asked about again. */
export function discardUnsaved(): void {
  forms.clear();
}

const waiting = choiceStore<(() => void) | null>();
/** What waits for the answer whether to leave; null: nothing. */
export const useWaiting = () => waiting.useChoice(null);

/** Goes from the page; asks before, when something on it is not saved. */
export function leave(go: () => void): void {
  if (hasUnsaved()) waiting.choose(go);
  else go();
}

export function stay(): void {
  waiting.choose(null);
}

/**
 * Tells a form's content from what it held when somebody first came to it, or what the server has taken since. Call `note` for what comes before
 * a change (the focus, a key, a press, a drop), `look` for what comes after one (React tells the form of those in a list that floats above the
 * page, too), and `sent` when it is sent. `accepted` is another object each time the server has taken it. `changed` is for showing.
 */
export function useUnsaved(ref: RefObject<HTMLFormElement | null>, { pending, accepted }: { pending: boolean; accepted: object | null }) {
  const [changed, setChanged] = useState(false);
  const saved = useRef<string | null>(null);
  const underWay = useRef<string | null>(null);
  const isSent = useRef(pending);
  isSent.current = pending;
  const look = useCallback(() => {
    // A control tells its hidden field of a choice after the event.
    requestAnimationFrame(() => setChanged(ref.current !== null && saved.current !== null && contentOf(ref.current) !== saved.current));
  }, [ref]);
  useEffect(() => {
    if (accepted === null) return;
    // What was typed meanwhile is not saved.
    saved.current = underWay.current;
    look();
  }, [accepted, look]);
  const keep = useCallback((form: HTMLFormElement, content: string) => {
    saved.current = content;
    forms.set(form, () => !isSent.current && contentOf(form) !== saved.current);
  }, []);
  useEffect(() => {
    const form = ref.current;
    if (!form) return undefined;
    // Typed before the page's scripts had come, on a slow line: nothing told of that.
    const untouched = untouchedContentOf(form);
    if (untouched !== contentOf(form)) {
      keep(form, untouched);
      look();
    }
    return () => void forms.delete(form);
  }, [ref, keep, look]);
  const note = useCallback(() => {
    const form = ref.current;
    if (form && !forms.has(form)) keep(form, contentOf(form));
  }, [ref, keep]);
  const sent = useCallback(() => {
    underWay.current = ref.current && contentOf(ref.current);
  }, [ref]);
  return { changed, note, look, sent };
}

/** What the form holds as the server gave it. */
function untouchedContentOf(form: HTMLFormElement): string {
  const copy = form.cloneNode(true) as HTMLFormElement;
  copy.reset();
  return contentOf(copy);
}

function contentOf(form: HTMLFormElement): string {
  return JSON.stringify([...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value : `${value.name} ${value.size}`]));
}
