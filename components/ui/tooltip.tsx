"use client";

import { type ComponentProps, cloneElement, type FocusEvent, type ReactElement, useEffect, useRef } from "react";

const afterMs = 200;
/** Long enough to move the pointer onto the text. */
const leaveMs = 120;
const gap = 6;
const margin = 8;

/**
 * A short text on hover and focus; Esc takes it away. It never holds what is said nowhere else: screen readers do not read it. A popover of
 * the browser's own: each button may have one, and a library that places it would be a sixth of all that a page loads.
 */
export function Tooltip({ text, children }: { text: string; children: ReactElement<ComponentProps<"button">> }) {
  const popover = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const soon = (ms: number, work: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(work, ms);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const hide = () => {
    clearTimeout(timer.current);
    if (popover.current?.matches(":popover-open")) popover.current.hidePopover();
  };
  const show = (anchor: Element) => {
    if (!popover.current || popover.current.matches(":popover-open")) return;
    popover.current.showPopover();
    place(popover.current, anchor.getBoundingClientRect());
  };
  const { onPointerEnter, onPointerLeave, onFocus, onBlur, onKeyDown } = children.props;
  return (
    <>
      {cloneElement(children, {
        onPointerEnter(event) {
          onPointerEnter?.(event);
          const anchor = event.currentTarget;
          if (event.pointerType !== "touch") soon(afterMs, () => show(anchor));
        },
        onPointerLeave(event) {
          onPointerLeave?.(event);
          soon(leaveMs, hide);
        },
        onFocus(event: FocusEvent<HTMLButtonElement>) {
          onFocus?.(event);
          if (event.currentTarget.matches(":focus-visible")) show(event.currentTarget);
        },
        onBlur(event: FocusEvent<HTMLButtonElement>) {
          onBlur?.(event);
          hide();
        },
        onKeyDown(event) {
          onKeyDown?.(event);
          if (event.key === "Escape") hide();
        },
      })}
      <span
        ref={popover}
        popover="manual"
        aria-hidden="true"
        onPointerEnter={() => clearTimeout(timer.current)}
        onPointerLeave={() => soon(leaveMs, hide)}
        className="fixed inset-auto m-0 w-max max-w-72 whitespace-normal rounded-control bg-ink px-2.5 py-1.5 text-left font-normal text-paper text-small shadow-float"
      >
        {text}
      </span>
    </>
  );
}

/** Above the anchor, or below it where there is no room; within the window. */
function place(popover: HTMLElement, anchor: DOMRect): void {
  const { width, height } = popover.getBoundingClientRect();
  const left = Math.min(Math.max(anchor.left + (anchor.width - width) / 2, margin), window.innerWidth - width - margin);
  const top = anchor.top - height - gap < margin ? anchor.bottom + gap : anchor.top - height - gap;
  popover.style.left = `${Math.max(left, margin)}px`;
  popover.style.top = `${top}px`;
}
