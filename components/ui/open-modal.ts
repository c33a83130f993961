// What has been closed fades for a moment, and asks nothing any more.
const modal = ["dialog", "alertdialog"].map((role) => `[role=${role}]:not([aria-modal=false], [data-closed])`).join();

/** The dialog on top, which is to be answered first. Toasts have the role of a dialog, too, and hold nobody up. */
export function openModal(): HTMLElement | null {
  return [...document.querySelectorAll<HTMLElement>(modal)].at(-1) ?? null;
}
