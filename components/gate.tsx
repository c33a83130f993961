import type { ReactNode } from "react";
import { Mark } from "./mark.tsx";

/** What surrounds the pages outside: sign-in, set-up, invitations. The bridge is up. */
export function Gate({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col px-5 pt-[max(2rem,14dvh)] pb-12">
      <title>{`${title} · Drawbridge`}</title>
      <p className="flex items-center gap-2.5 pb-8 font-strong">
        <Mark raised className="size-6 text-accent" />
        Drawbridge
      </p>
      <h1 className="font-strong text-title tracking-title">{title}</h1>
      {lead !== undefined && <div className="pt-1 text-ink-soft">{lead}</div>}
      <div className="pt-6">{children}</div>
    </main>
  );
}
