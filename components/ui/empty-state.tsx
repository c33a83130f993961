import type { ReactNode } from "react";

/** Nothing to show: one sentence that says why, and one action. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-1 px-6 py-14 text-center">
      <p className="font-strong">{title}</p>
      {children !== undefined && <div className="max-w-md text-ink-soft">{children}</div>}
      {action !== undefined && <div className="pt-4">{action}</div>}
    </div>
  );
}
