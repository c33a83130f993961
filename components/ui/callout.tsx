import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";

const tones = {
  note: { icon: Info, className: "border-line bg-sunken", iconClass: "text-ink-soft" },
  warn: { icon: TriangleAlert, className: "border-warn/30 bg-warn-wash", iconClass: "text-warn" },
  bad: { icon: CircleAlert, className: "border-bad/30 bg-bad-wash", iconClass: "text-bad" },
};

/** A sentence that must be seen: what happened, why, what to do. `bad` is for what is broken or ends someone's access. */
export function Callout({
  tone = "note",
  title,
  children,
  className,
  ...props
}: Omit<ComponentProps<"div">, "title"> & { tone?: keyof typeof tones; title?: ReactNode }) {
  const { icon: Icon, className: toneClass, iconClass } = tones[tone];
  return (
    <div {...props} className={classNames("flex gap-2.5 rounded-surface border px-3 py-2.5", toneClass, className)}>
      <Icon className={classNames("mt-0.5 size-4 shrink-0", iconClass)} aria-hidden="true" />
      <div className="flex min-w-0 flex-1 flex-col gap-1 [overflow-wrap:anywhere]">
        {title !== undefined && <p className="font-strong">{title}</p>}
        {children}
      </div>
    </div>
  );
}
