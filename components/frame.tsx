import Link from "next/link";
import type { ReactNode } from "react";
import type { SessionView } from "#lib/auth/schema.ts";
import { t } from "#lib/texts/index.ts";
import { type BrowserChoices, FrameTools } from "./frame-tools.tsx";
import { Mark } from "./mark.tsx";
import { Navigation } from "./navigation.tsx";

/** What surrounds every page of a signed-in person. */
export function Frame({ session, choices, children }: { session: SessionView; choices: BrowserChoices; children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[3rem_1fr] sm:grid-cols-[var(--spacing-rail)_1fr] lg:grid-cols-[var(--spacing-nav)_1fr]">
      <a
        href="#page"
        className="absolute top-2 left-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-2 font-medium text-on-accent focus-visible:translate-y-0"
      >
        {t("Skip to the page")}
      </a>
      <header className="sticky top-0 z-20 col-span-full flex items-center justify-between gap-2 border-line border-b bg-paper pr-3 pl-4">
        <Link href="/" className="flex items-center gap-2.5 rounded-control font-strong">
          <Mark className="size-6 text-accent" />
          Drawbridge
        </Link>
        <FrameTools session={session} choices={choices} />
      </header>
      <Navigation isAdmin={session.isAdmin} />
      <main id="page" tabIndex={-1} className="min-w-0 px-4 pt-6 pb-24 sm:px-8 sm:pt-8 sm:pb-16">
        <div className="mx-auto max-w-page">{children}</div>
      </main>
    </div>
  );
}
