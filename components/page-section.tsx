import { type ReactNode, useId } from "react";

/** One part of a page that has several: its name, a sentence, and what belongs to it. */
export function PageSection({
  title,
  lead,
  anchor,
  children,
}: {
  title: string;
  lead?: ReactNode;
  /** What its place on the page is called in the address. */
  anchor?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section id={anchor} aria-labelledby={id} className="flex scroll-mt-16 flex-col gap-3">
      <div>
        <h2 id={id} className="font-strong text-head">
          {title}
        </h2>
        {lead !== undefined && <p className="max-w-2xl text-ink-soft">{lead}</p>}
      </div>
      {children}
    </section>
  );
}
