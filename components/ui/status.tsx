import { CircleCheck, CircleDashed, CircleX, Clock, type LucideIcon, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

// What is well is said quietly: only the icon has the colour, so that what is not well is what one sees in a long table.
const tones: Record<"good" | "done" | "waiting" | "warn" | "bad" | "off", { icon: LucideIcon; iconClass?: string; className?: string }> = {
  good: { icon: CircleCheck, iconClass: "text-good" },
  done: { icon: CircleCheck, className: "text-ink-soft" },
  waiting: { icon: CircleDashed, className: "text-ink-soft" },
  warn: { icon: Clock, className: "text-warn" },
  bad: { icon: CircleX, className: "text-bad" },
  off: { icon: Minus, className: "text-ink-soft" },
};

/** A state: icon, word and colour together, never colour alone. */
export function Status({ tone, children }: { tone: keyof typeof tones; children: ReactNode }) {
  const { icon: Icon, iconClass, className } = tones[tone];
  return (
    <span className={classNames("inline-flex items-center gap-1.5 whitespace-nowrap align-top", className)}>
      <Icon className={classNames("size-4 shrink-0", iconClass)} aria-hidden="true" />
      {children}
    </span>
  );
}

/** A small fact beside a name. */
export function Badge({ children }: { children: ReactNode }) {
  return <span className="inline-flex h-5 items-center rounded-control bg-sunken px-1.5 text-ink-soft text-small">{children}</span>;
}
