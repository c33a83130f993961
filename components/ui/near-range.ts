import { defaultRangeExtractor, type Range } from "@tanstack/react-virtual";

/** What is near of `parent`'s children, and the one with the focus, however far it is scrolled away: the focus would be lost with it. */
export function withFocused(range: Range, parent: Element | null): number[] {
  const near = defaultRangeExtractor(range);
  // On the server there is neither.
  if (parent === null) return near;
  const child = document.activeElement?.closest("[data-index]");
  if (!child || child.parentElement !== parent) return near;
  const focused = Number(child.getAttribute("data-index"));
  return focused >= range.count || near.includes(focused) ? near : [...near, focused].sort((a, b) => a - b);
}

/** Sets an element's height, which only the browser knows: as an attribute the CSP would refuse it. */
export function heightened(height: number): (element: HTMLElement | null) => void {
  return (element) => element?.style.setProperty("height", `${height}px`);
}
