"use client";

import { type PointerEvent, useEffect, useRef, useState } from "react";

/** Whether a list must not move now: somebody has scrolled into it, points at it, or is in it with the keyboard. */
export function useHeldStill() {
  const topRef = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(false);
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  useEffect(() => {
    if (topRef.current === null) return;
    const observer = new IntersectionObserver(([entry]) => setScrolled(entry !== undefined && !entry.isIntersecting && entry.boundingClientRect.top < 100));
    observer.observe(topRef.current);
    return () => observer.disconnect();
  }, []);
  return {
    held: scrolled || pointed || focused,
    /** Goes right above the list. */
    topRef,
    /** For what the list is in. */
    listProps: {
      onPointerEnter: (event: PointerEvent) => setPointed(event.pointerType === "mouse"),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: () => setFocused(false),
    },
  };
}
