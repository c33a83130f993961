import type { ReactNode } from "react";
import { GuideLink } from "../guide-link.tsx";

/** Title (of the document, too) with the way to its page of the guide, one sentence, the page's primary action. */
export function PageHead({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 pb-5">
      <title>{`${title} · Drawbridge`}</title>
      <div className="flex min-w-0 flex-col gap-0.5">
        <div className="flex items-center gap-1">
          <h1 className="min-w-0 font-strong text-title tracking-title [overflow-wrap:anywhere]">{title}</h1>
          <GuideLink />
        </div>
        {children !== undefined && <p className="max-w-2xl text-ink-soft">{children}</p>}
      </div>
      {action !== undefined && <div className="flex flex-wrap gap-2">{action}</div>}
    </header>
  );
}
