"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "./button.tsx";

const step = 60;

/** The first of many items, and more as the list's end comes into view: five hundred rows at once would hold up the first paint and each keystroke. */
export function useGrowingList<T>(items: readonly T[]): { shown: readonly T[]; hiddenCount: number; showMore: () => void } {
  const [count, setCount] = useState(step);
  return { shown: items.slice(0, count), hiddenCount: Math.max(items.length - count, 0), showMore: () => setCount((before) => before + step) };
}

/** The end of a growing list. Comes by itself when scrolled to, and by hand for whoever does not scroll. */
export function ShowMore({ hiddenCount, showMore }: { hiddenCount: number; showMore: () => void }) {
  const end = useRef<HTMLDivElement>(null);
  const show = useRef(showMore);
  show.current = showMore;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew after each growth, as the end may still be in view.
  useEffect(() => {
    if (!end.current) return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && show.current(), { rootMargin: "600px" });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hiddenCount]);
  if (hiddenCount === 0) return null;
  return (
    <div ref={end} className="grid place-items-center border-line border-t p-2">
      <Button tone="quiet" size="small" onClick={showMore}>
        Show more ({hiddenCount})
      </Button>
    </div>
  );
}
