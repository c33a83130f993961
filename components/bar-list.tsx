import { type ReactNode, useId } from "react";
import { NameLink } from "./ui/name-link.tsx";
import { Surface } from "./ui/table.tsx";

interface Item {
  name: string;
  href: string;
  value: number;
  /** The value in words. */
  text: ReactNode;
}

/** Some names by how much there is of each, as bars beside each other. */
export function BarList({ title, items, empty }: { title: string; items: readonly Item[]; empty: string }) {
  const id = useId();
  const most = Math.max(1, ...items.map(({ value }) => value));
  return (
    <Surface className="min-w-0 px-4 pt-3 pb-4">
      <h2 id={id} className="font-strong">
        {title}
      </h2>
      {items.length === 0 ? (
        <p className="pt-1 text-ink-soft">{empty}</p>
      ) : (
        <ol aria-labelledby={id} className="flex flex-col gap-2.5 pt-2.5">
          {items.map(({ name, href, value, text }) => (
            <li key={href} className="flex flex-col gap-1">
              <span className="flex items-baseline justify-between gap-3">
                <NameLink href={href}>{name}</NameLink>
                <span className="shrink-0 text-ink-soft text-small tabular-nums">{text}</span>
              </span>
              <svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none" className="h-1 w-full rounded-full bg-sunken">
                <rect width={(value / most) * 100} height={1} className="fill-ink-soft" />
              </svg>
            </li>
          ))}
        </ol>
      )}
    </Surface>
  );
}
