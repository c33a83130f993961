"use client";

import { useState } from "react";
import { TickBox } from "./checkbox.tsx";
import { Cell } from "./table.tsx";

export interface TickedRows<Item> {
  /** Those that are ticked and still may be. */
  items: readonly Item[];
  has: (item: Item) => boolean;
  tick: (items: readonly Item[], on: boolean) => void;
  clear: () => void;
}

/** Which rows are ticked. What is gone, or may not be ticked any more, is not. */
export function useTickedRows<Item extends { id: string }>(all: readonly Item[], mayTick: (item: Item) => boolean): TickedRows<Item> {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const items = all.filter((item) => ids.has(item.id) && mayTick(item));
  return {
    items,
    has: (item) => ids.has(item.id) && mayTick(item),
    tick(some, on) {
      const changed = new Set(ids);
      for (const { id } of some) on ? changed.add(id) : changed.delete(id);
      setIds(changed);
    },
    clear: () => setIds(new Set()),
  };
}

/** The head over the tick boxes: ticks all of `items`, which are those that may be. */
export function tickHead<Item>(label: string, items: readonly Item[], ticked: TickedRows<Item>) {
  const count = items.filter(ticked.has).length;
  return {
    label: (
      <TickBox
        label={label}
        checked={count > 0 && count === items.length}
        indeterminate={count > 0 && count < items.length}
        disabled={items.length === 0}
        onChange={(on) => ticked.tick(items, on)}
      />
    ),
    className: "w-8",
  };
}

/** The first cell of a row: its tick box, in the row's corner on narrow screens. The next cell leaves room for it there. */
export function TickCell({
  label,
  checked,
  disabledReason = null,
  onChange,
}: {
  label: string;
  checked: boolean;
  /** Why this row cannot be ticked; said on hover and to screen readers. */
  disabledReason?: string | null;
  onChange: (on: boolean) => void;
}) {
  return (
    <Cell className="max-sm:absolute max-sm:mt-0.5">
      <span title={disabledReason ?? undefined}>
        <TickBox
          label={disabledReason === null ? label : `${label}. ${disabledReason}`}
          checked={checked}
          disabled={disabledReason !== null}
          onChange={onChange}
        />
      </span>
    </Cell>
  );
}
