"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { watchPresence } from "./ui/presence.ts";

/** Asks the server for the page again and again, while somebody looks at it: for states that move without the person. */
export function AutoRefresh({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    const presence = watchPresence();
    const timer = setInterval(() => {
      if (presence.isHere()) router.refresh();
    }, everyMs);
    return () => {
      clearInterval(timer);
      presence.stop();
    };
  }, [router, everyMs]);
  return null;
}
