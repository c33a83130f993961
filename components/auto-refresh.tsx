"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const signsOfLife = ["pointermove", "pointerdown", "keydown", "wheel", "focus"] as const;
const awayAfterMs = 10 * 60_000;

/**
 * Asks the server for the page again and again, while it is on the screen: for states that move without the person. It pauses once they
 * have been away for ten minutes, as each request counts as use of the session, which would otherwise never end by itself.
 */
export function AutoRefresh({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    let seenAt = Date.now();
    const see = () => {
      seenAt = Date.now();
    };
    for (const sign of signsOfLife) window.addEventListener(sign, see, { passive: true });
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && Date.now() - seenAt < awayAfterMs) router.refresh();
    }, everyMs);
    return () => {
      clearInterval(timer);
      for (const sign of signsOfLife) window.removeEventListener(sign, see);
    };
  }, [router, everyMs]);
  return null;
}
