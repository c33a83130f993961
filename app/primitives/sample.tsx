import type { ReactNode } from "react";

/** Primitives that belong together, on ground of their own. */
export function Sample({ title, children }: { title: string; children: ReactNode }) {
  const id = title.toLowerCase().replaceAll(" ", "-");
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="flex flex-col gap-4 bg-paper p-4">
      <h2 id={`${id}-title`} className="font-strong text-head">
        {title}
      </h2>
      {children}
    </section>
  );
}
