"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, type SyntheticEvent, useTransition } from "react";
import { Button } from "./ui/button.tsx";

/** Puts its fields into the page's address, so that what is asked can be sent on and survives a reload. `keep` are parameters of others. */
export function QueryForm({
  path,
  keep = {},
  label,
  submit,
  after,
  children,
}: {
  path: string;
  keep?: Record<string, string>;
  /** Names the form for whoever cannot see where it stands. */
  label: string;
  submit: string;
  /** Behind the button. */
  after?: ReactNode;
  children: ReactNode;
}) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const apply = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const query = new URLSearchParams(keep);
    // How the table below is searched and sorted is not this form's affair.
    for (const [name, value] of new URLSearchParams(window.location.search)) if (name === "q" || name === "sort") query.set(name, value);
    for (const [name, value] of new FormData(event.currentTarget)) if (typeof value === "string" && value.trim() !== "") query.set(name, value.trim());
    startTransition(() => router.push(query.size === 0 ? path : `${path}?${query}`));
  };
  return (
    <search>
      <form aria-label={label} onSubmit={apply} className="grid grid-cols-[repeat(auto-fit,minmax(min(12rem,100%),1fr))] items-end gap-3">
        {children}
        <div className="flex gap-2">
          <Button type="submit" pending={pending} className="flex-1 sm:flex-none">
            {submit}
          </Button>
          {after}
        </div>
      </form>
    </search>
  );
}
