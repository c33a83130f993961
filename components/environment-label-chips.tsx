import { memo } from "react";
import type { Labels } from "#lib/environment-settings/schema.ts";
import { t } from "#lib/texts/index.ts";

const shownMax = 4;

/** The labels under an environment's name; pressed, each shows those that have it, too. */
export const EnvironmentLabelChips = memo(function EnvironmentLabelChips({ labels, onFilter }: { labels: Labels; onFilter: (label: string) => void }) {
  const all = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  if (all.length === 0) return null;
  return (
    <ul aria-label={t("Labels")} className="flex flex-wrap gap-1 font-normal">
      {all.slice(0, shownMax).map((label) => (
        <li key={label} className="min-w-0">
          <button
            type="button"
            onClick={() => onFilter(label)}
            aria-label={t("Show only {label}", { label })}
            title={t("Show only {label}", { label })}
            className="block max-w-44 truncate rounded-control bg-sunken px-1.5 text-ink-soft text-small hover:bg-pressed hover:text-ink"
          >
            {label}
          </button>
        </li>
      ))}
      {all.length > shownMax && (
        <li title={all.slice(shownMax).join("\n")} className="px-1 text-ink-soft text-small">
          +{all.length - shownMax}
          <span className="sr-only"> {t("more labels: {all}", { all: all.slice(shownMax).join(", ") })}</span>
        </li>
      )}
    </ul>
  );
});
