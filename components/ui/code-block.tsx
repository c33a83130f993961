import { t } from "#lib/texts/index.ts";
import { classNames } from "./class-names.ts";
import { CopyButton } from "./copy-button.tsx";

/** Text to type or keep, with a copy button. `label` says what it is: "command", "kubeconfig". Long text scrolls. */
export function CodeBlock({
  text,
  label,
  copy = true,
  wrap = false,
  className,
}: {
  text: string;
  label: string;
  copy?: boolean;
  wrap?: boolean;
  className?: string;
}) {
  return (
    <div className={classNames("group relative min-w-0 rounded-control border border-line bg-sunken", className)}>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
        tabIndex={0}
        aria-label={label}
        className={classNames("max-h-[inherit] overflow-auto rounded-control px-3 py-2.5 focus-visible:-outline-offset-2", copy && "pr-11")}
      >
        <pre className={classNames("font-mono text-small leading-5", wrap && "whitespace-pre-wrap [overflow-wrap:anywhere]")}>
          <code>{text}</code>
        </pre>
      </section>
      {copy && (
        <span className="absolute top-0 right-0 rounded-control bg-sunken p-1">
          <CopyButton text={text} label={t("Copy {label}", { label })} />
        </span>
      )}
    </div>
  );
}
