"use client";

import { Button as BaseButton } from "@base-ui/react/button";
import Link from "next/link";
import { type ComponentProps, type ReactNode, useId } from "react";
import { t } from "#lib/texts/index.ts";
import { classNames } from "./class-names.ts";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

type Tone = "primary" | "secondary" | "quiet" | "danger";
type Size = "normal" | "small" | "icon";

const tones: Record<Tone, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong data-disabled:bg-sunken data-disabled:text-ink-soft data-disabled:border-line border-transparent",
  secondary: "bg-surface border-rim hover:bg-sunken hover:border-edge data-disabled:text-ink-soft data-disabled:border-line data-disabled:bg-transparent",
  quiet: "border-transparent text-ink-soft hover:bg-sunken hover:text-ink data-popup-open:bg-sunken data-disabled:bg-transparent",
  danger: "bg-bad text-on-bad hover:bg-bad-strong border-transparent data-disabled:bg-sunken data-disabled:text-ink-soft",
};
const sizes: Record<Size, string> = { normal: "h-9 px-3.5", small: "h-7 px-2.5 text-small leading-4", icon: "size-8 justify-center" };

/** The classes of a button, for what must look like one. */
export function buttonClass(tone: Tone = "secondary", size: Size = "normal"): string {
  return classNames(
    "relative inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-control border font-medium data-disabled:cursor-not-allowed",
    tones[tone],
    sizes[size],
  );
}

interface ButtonProps extends Omit<ComponentProps<"button">, "ref" | "disabled" | "style"> {
  tone?: Tone;
  size?: Size;
  /** Waits for an answer: takes no second click, and shows so after 300 ms. */
  pending?: boolean;
  /** A single key of the page that does the same. */
  shortcut?: string;
  /** Why it cannot be used now and what to do. The button stays reachable and says so on focus, hover and to screen readers. */
  disabledReason?: string | null;
}

export function Button({
  tone = "secondary",
  size = "normal",
  pending = false,
  disabledReason = null,
  shortcut,
  className,
  children,
  type = "button",
  ...props
}: ButtonProps) {
  const reasonId = useId();
  const button = (
    <BaseButton
      {...props}
      data-key={shortcut}
      type={type}
      disabled={disabledReason !== null || pending}
      focusableWhenDisabled
      {...(disabledReason === null ? {} : { "aria-describedby": reasonId })}
      aria-busy={pending || undefined}
      className={classNames(buttonClass(tone, size), className)}
    >
      {children}
      {pending && (
        <span className="after-300ms absolute inset-0 grid place-items-center rounded-control bg-sunken text-ink">
          <Spinner label={t("Working")} />
        </span>
      )}
    </BaseButton>
  );
  if (disabledReason === null) return button;
  return (
    <>
      <Tooltip text={disabledReason}>{button}</Tooltip>
      <span id={reasonId} className="sr-only">
        {disabledReason}
      </span>
    </>
  );
}

/** A link that looks like a button. */
export function ButtonLink({
  href,
  tone = "secondary",
  size = "normal",
  shortcut,
  className,
  children,
}: {
  href: string;
  tone?: Tone;
  size?: Size;
  /** A single key of the page that does the same. */
  shortcut?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link href={href} data-key={shortcut} className={classNames(buttonClass(tone, size), className)}>
      {children}
    </Link>
  );
}

/** A link that looks like a button, to an answer that the browser saves (Content-Disposition); never fetched ahead. */
export function DownloadLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className={buttonClass()}>
      {children}
    </a>
  );
}
