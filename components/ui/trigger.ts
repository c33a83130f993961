import { type ComponentProps, cloneElement, type ReactElement, type RefObject, type SyntheticEvent } from "react";

/**
 * What opens a popup: an element that takes a button's props, its ref among them. Made in a client component: one of the server's may come later
 * than what stands around it, and has no props until then.
 */
export type Trigger = ReactElement<ComponentProps<"button">>;

/** A key shows the first entry of a menu, arrow up the last; a pointer shows none. */
export type OpenedBy = "pointer" | "first" | "last";

/** `trigger` as what opens a popup of that kind; `prepare` is called as soon as somebody seems about to use it. */
export function triggerOf(
  trigger: Trigger,
  popup: { kind: "menu" | "dialog"; open: boolean; ref: RefObject<HTMLButtonElement | null>; prepare: () => void; onOpen: (by: OpenedBy) => void },
): ReactElement {
  const { onClick, onPointerEnter, onFocus, onKeyDown } = trigger.props;
  const { kind, open, ref, prepare, onOpen } = popup;
  return cloneElement(trigger, {
    ref,
    "aria-haspopup": kind,
    "aria-expanded": open,
    ...(open ? { "data-popup-open": "" } : {}),
    // A click without a pointer is Enter or Space.
    onClick: both(onClick, ({ detail }) => onOpen(detail === 0 ? "first" : "pointer")),
    onPointerEnter: both(onPointerEnter, prepare),
    onFocus: both(onFocus, prepare),
    onKeyDown: both(onKeyDown, (event) => {
      if (kind !== "menu" || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
      event.preventDefault();
      onOpen(event.key === "ArrowUp" ? "last" : "first");
    }),
  });
}

function both<E extends SyntheticEvent>(theirs: ((event: E) => void) | undefined, ours: (event: E) => void): (event: E) => void {
  return (event) => {
    theirs?.(event);
    if (!event.defaultPrevented) ours(event);
  };
}
