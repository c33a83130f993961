"use client";

import { type ComponentType, lazy, Suspense, useCallback, useMemo, useState } from "react";
import type { SessionView } from "#lib/auth/schema.ts";
import { pagesFor } from "./pages.ts";
import { PaletteButton } from "./palette-button.tsx";
import { PersonMenu } from "./person-menu.tsx";
import { useShortcutsOn } from "./shortcut-choice.ts";
import { useShortcuts } from "./shortcuts.ts";
import { ThemeMenu } from "./theme-menu.tsx";
import { useFocusKeeper } from "./ui/focus-keeper.ts";
import { LeaveQuestion } from "./ui/leave-question.tsx";
import type { Theme } from "./ui/preferences.ts";
import { useRowKeys } from "./ui/row-keys.ts";

/** What the person has chosen for this browser, and what browser that is. */
export interface BrowserChoices {
  theme: Theme;
  shortcutsOn: boolean;
  /** Has ⌘ where others have Ctrl. */
  isApple: boolean;
}

const ShortcutList: ComponentType<Parameters<typeof import("./shortcut-list.tsx").default>[0]> = lazy(() => import("./shortcut-list.tsx"));

/** The right end of the header, and the keys that work on every page. */
export function FrameTools({ session, choices: { theme, shortcutsOn, isApple } }: { session: SessionView; choices: BrowserChoices }) {
  const [listed, setListed] = useState(false);
  const showShortcuts = useCallback(() => setListed(true), []);
  const pages = useMemo(() => pagesFor(session), [session]);
  useShortcuts({ on: useShortcutsOn(shortcutsOn), pages, showShortcuts });
  useRowKeys();
  useFocusKeeper();
  return (
    <>
      <PaletteButton session={session} isApple={isApple} showShortcuts={showShortcuts} />
      <div className="flex items-center gap-1">
        <ThemeMenu theme={theme} />
        <PersonMenu session={session} showShortcuts={showShortcuts} />
      </div>
      <LeaveQuestion />
      {listed && (
        <Suspense>
          <ShortcutList pages={pages} isApple={isApple} startOn={shortcutsOn} onClose={() => setListed(false)} />
        </Suspense>
      )}
    </>
  );
}
