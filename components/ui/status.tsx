import { CircleCheck, CircleDashed, CircleX, Clock, type LucideIcon, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const tones: Record<"good" | "waiting" | "warn" | "bad" | "off", { icon: LucideIcon; className: string }> = {
  good: { icon: CircleCheck, className: "text-good" },
  waiting: { icon: CircleDashed, className: "text-ink-soft" },
  warn: { icon: Clock, className: "text-warn" },
  bad: { icon: CircleX, className: "text-bad" },
  off: { icon: Minus, className: "text-ink-soft" },
};

/** A state: icon, word and colour together, never colour alone. */
export function Status({ tone, children }: { tone: keyof typeof tones; children: ReactNode }) {
  const { icon: Icon, className } = tones[tone];
  return (
    <span className={classNames("inline-flex items-center gap-1.5 whitespace-nowrap align-top", className)}>
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      {children}
    </span>
  );
}

/** A small fact beside a name. */
export function Badge({ children }: { children: ReactNode }) {
  return <span className="inline-flex h-5 items-center rounded-control bg-sunken px-1.5 text-ink-soft text-small">{children}</span>;
}
