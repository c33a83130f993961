"use client";

import { Search } from "lucide-react";
import { classNames } from "./class-names.ts";
import { controlClass } from "./input.tsx";

/** Filters what is below while typing. */
export function SearchField({ label, value, onChange, className }: { label: string; value: string; onChange: (value: string) => void; className?: string }) {
  return (
    <div className={classNames("relative", className)}>
      <Search className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-soft" aria-hidden="true" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        className={classNames(controlClass, "h-9 text-ellipsis pr-2 pl-8.5")}
      />
    </div>
  );
}
