import type { ReactNode } from "react";
import { t } from "#lib/texts/index.ts";
import { Button } from "./button.tsx";

/** What can be done with the ticked rows; stays in view at the bottom. `children`: the actions. */
export function SelectionBar({ label, text, onClear, children }: { label: string; text: string; onClear: () => void; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      className="sticky bottom-4 z-10 mx-auto mt-4 flex w-fit max-w-full flex-wrap items-center justify-end gap-2 rounded-surface border border-line bg-surface py-1.5 pr-1.5 pl-4 shadow-float max-sm:bottom-18 max-sm:pl-3 max-sm:[&>button]:px-2.5"
    >
      <p role="status" className="mr-auto pr-2 tabular-nums">
        {text}
      </p>
      <Button tone="quiet" onClick={onClear}>
        {t("Untick all")}
      </Button>
      {children}
    </section>
  );
}
