"use client";

import { Search } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { SessionView } from "#lib/auth/schema.ts";
import { t } from "#lib/texts/index.ts";
import type PaletteDialog from "./palette.tsx";
import type { Typed } from "./palette.tsx";
import { isAsked } from "./shortcuts.ts";
import { Button } from "./ui/button.tsx";
import { Keys } from "./ui/keys.tsx";
import { toast } from "./ui/toast.tsx";

type Palette = typeof PaletteDialog;
const nothing: Typed = { text: "", entered: false };

/** Opens the palette, and so does ⌘K or Ctrl K from everywhere. What is typed until its code has come is kept for it. */
export function PaletteButton({ session, isApple, showShortcuts }: { session: SessionView; isApple: boolean; showShortcuts: () => void }) {
  const [Palette, setPalette] = useState<Palette | null>(null);
  const [typed, setTyped] = useState<Typed | null>(null);
  const [listens, setListens] = useState(false);
  // What a key means is asked before the page has been drawn anew.
  const isOpen = useRef(false);
  const close = useCallback(() => {
    isOpen.current = false;
    setTyped(null);
  }, []);
  const load = useCallback(() => {
    import("./palette.tsx").then(
      (module) => setPalette(() => module.default),
      () => {
        close();
        toast(t("Drawbridge did not answer: check your connection, then try again."));
      },
    );
  }, [close]);
  const open = useCallback(() => {
    isOpen.current = true;
    setTyped((before) => before ?? nothing);
    load();
  }, [load]);

  const type = useCallback((next: (before: Typed) => Typed) => {
    if (isOpen.current) setTyped((before) => before && next(before));
  }, []);

  useEffect(() => {
    const pressChord = (event: KeyboardEvent) => {
      event.preventDefault();
      if (isOpen.current) close();
      else if (!event.repeat && !isAsked()) open();
    };
    const typeInto = (event: KeyboardEvent) => {
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") close();
      else type((before) => typeAhead(before, event.key));
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === (isApple ? "Meta" : "Control")) load();
      if (isChord(event, isApple)) pressChord(event);
      else if (isOpen.current && !isAtPalette() && isTyping(event)) typeInto(event);
    };
    window.addEventListener("keydown", onKey, true);
    setListens(true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, [isApple, load, open, close, type]);

  return (
    <>
      <Button
        aria-keyshortcuts={listens ? (isApple ? "Meta+K" : "Control+K") : undefined}
        onClick={open}
        onPointerEnter={load}
        onFocus={load}
        className="max-sm:size-8 max-sm:border-transparent max-sm:px-0 sm:h-8 sm:w-64 sm:justify-start sm:pr-1.5 sm:pl-2.5 sm:font-normal sm:text-ink-soft lg:w-72"
      >
        <Search className="size-4 shrink-0 text-ink-soft" aria-hidden="true" />
        <span className="flex-1 text-left max-sm:sr-only">{t("Search and commands")}</span>
        <Keys keys={isApple ? ["⌘", "K"] : ["Ctrl", "K"]} className="max-sm:hidden" />
      </Button>
      {typed && Palette && <Palette session={session} typed={typed} onType={type} showShortcuts={showShortcuts} onClose={close} />}
    </>
  );
}

/** ⌘K or Ctrl K, and nothing more held. */
function isChord({ key, metaKey, ctrlKey, altKey, shiftKey }: KeyboardEvent, isApple: boolean): boolean {
  return key.toLowerCase() === "k" && (isApple ? metaKey : ctrlKey) && !altKey && !shiftKey;
}

function isTyping({ key, metaKey, ctrlKey, altKey }: KeyboardEvent): boolean {
  return !metaKey && !ctrlKey && !altKey && (key.length === 1 || key === "Enter" || key === "Backspace" || key === "Escape");
}

/** Its field takes the keys by itself. */
function isAtPalette(): boolean {
  return document.activeElement?.closest("[data-palette]") != null;
}

function typeAhead({ text, entered }: Typed, key: string): Typed {
  if (key === "Enter") return { text, entered: true };
  if (key === "Backspace") return { text: text.slice(0, -1), entered };
  return { text: text + key, entered };
}
