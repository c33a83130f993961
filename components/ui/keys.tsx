import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Command, type LucideIcon } from "lucide-react";
import { classNames } from "./class-names.ts";

// Drawn, as few text fonts have them.
const signs: Record<string, LucideIcon> = { "↑": ArrowUp, "↓": ArrowDown, "←": ArrowLeft, "→": ArrowRight, "⌘": Command };

/** Keys as they stand on the keyboard. Read out as `label`; without one they are decoration. */
export function Keys({ keys, label, className }: { keys: readonly string[]; label?: string; className?: string }) {
  return (
    <span className={classNames("inline-flex shrink-0 items-center", className)}>
      {label !== undefined && <span className="sr-only">{label}</span>}
      <span aria-hidden="true" className="inline-flex items-center gap-1">
        {keys.map((key) => (
          <kbd key={key} className="grid h-5 min-w-5 place-items-center rounded-control border border-line bg-surface px-1 font-sans text-ink-soft text-small">
            <Sign of={key} />
          </kbd>
        ))}
      </span>
    </span>
  );
}

function Sign({ of: key }: { of: string }) {
  const Icon = signs[key];
  return Icon ? <Icon className="size-3" /> : key;
}
