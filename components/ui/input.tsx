"use client";

import { Field as BaseField } from "@base-ui/react/field";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

export const controlClass =
  "w-full min-w-0 rounded-control border border-edge bg-surface text-ink placeholder:text-ink-soft hover:border-ink-soft focus-visible:border-accent focus-visible:outline-offset-0 data-invalid:border-bad disabled:bg-sunken disabled:text-ink-soft";

/** One line of text inside a `<Field>`. `mono` for what people type into terminals. */
export function Input({ mono = false, className, ...props }: Omit<ComponentProps<"input">, "ref"> & { mono?: boolean }) {
  return <BaseField.Control render={<input {...props} />} className={classNames(controlClass, "h-9 px-2.5", mono && "font-mono", className)} />;
}

/** Lines of text inside a `<Field>`. */
export function Textarea({ mono = false, className, rows = 6, ...props }: Omit<ComponentProps<"textarea">, "ref"> & { mono?: boolean }) {
  return (
    <BaseField.Control
      render={<textarea rows={rows} {...props} />}
      className={classNames(controlClass, "px-2.5 py-2", mono && "font-mono text-small leading-5", className)}
    />
  );
}
