import { ChevronsUpDown } from "lucide-react";
import { classNames } from "./class-names.ts";
import { controlClass } from "./input.tsx";

/** One of a few, by the browser's own list: for filters on pages whose scripts are counted by the kilobyte. In forms use Select. */
export function PlainSelect({
  label,
  value,
  onChange,
  options,
  className,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string }[];
  className?: string;
}) {
  return (
    <div className={classNames("relative", className)}>
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={classNames(controlClass, "h-9 appearance-none truncate pr-8 pl-2.5")}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown className="pointer-events-none absolute top-3 right-2.5 size-3.5 text-ink-soft" aria-hidden="true" />
    </div>
  );
}
