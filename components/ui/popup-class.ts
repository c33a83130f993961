// Of every list that floats: menus, selects, comboboxes.

export const popupClass =
  "appears max-h-[min(22rem,var(--available-height))] min-w-(--anchor-width) max-w-(--available-width) overflow-y-auto overscroll-contain rounded-surface border border-line bg-surface p-1 shadow-float outline-none";
export const itemClass =
  "flex min-h-8 cursor-default items-center justify-between gap-4 rounded-control px-2 py-1 outline-none data-highlighted:bg-sunken data-disabled:text-ink-soft";
