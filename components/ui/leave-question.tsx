"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect } from "react";
import { discardUnsaved, hasUnsaved, leave, stay, useWaiting } from "./unsaved.ts";

const DiscardQuestion = lazy(() => import("./discard-question.tsx"));

/** Keeps what was typed into the page's forms from being lost by a link, by a key that goes to another page, or with the tab. */
export function LeaveQuestion() {
  const router = useRouter();
  const go = useWaiting();
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const href = leadsAway(event);
      if (href === null || !hasUnsaved()) return;
      event.preventDefault();
      event.stopPropagation();
      leave(() => router.push(href));
    };
    const unload = (event: BeforeUnloadEvent) => hasUnsaved() && event.preventDefault();
    // Before React, whose links would go at once.
    window.addEventListener("click", follow, { capture: true });
    window.addEventListener("beforeunload", unload);
    return () => {
      window.removeEventListener("click", follow, { capture: true });
      window.removeEventListener("beforeunload", unload);
    };
  }, [router]);
  if (go === null) return null;
  const discard = () => {
    discardUnsaved();
    go();
  };
  return (
    <Suspense>
      <DiscardQuestion onStay={stay} onDiscard={discard} />
    </Suspense>
  );
}

/** Where a press on a link leads, when that is another page in place of this one. */
function leadsAway({ target, button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): string | null {
  if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey || !(target instanceof Element)) return null;
  const link = target.closest<HTMLAnchorElement>("a[href]");
  if (!link || link.target === "_blank" || link.origin !== window.location.origin) return null;
  // What the browser saves leaves the page as it is.
  if (link.hasAttribute("download") || link.pathname.startsWith("/api/")) return null;
  const isHere = link.pathname === window.location.pathname && link.search === window.location.search;
  return isHere ? null : `${link.pathname}${link.search}${link.hash}`;
}
