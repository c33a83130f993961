import { t } from "#lib/texts/index.ts";
import { Badge } from "./ui/status.tsx";

export interface InstanceVariable {
  variable: string;
  value: string;
  isSet: boolean;
}

/** What the operator decides where Drawbridge is started: each variable, its value, and whether it is set. */
export function InstanceVariables({ values }: { values: readonly InstanceVariable[] }) {
  return (
    <dl className="flex flex-col">
      {values.map(({ variable, value, isSet }) => (
        <div
          key={variable}
          className="grid grid-cols-[19rem_1fr_auto] items-baseline gap-x-4 gap-y-0.5 border-line border-b py-2 first:pt-0 last:border-b-0 last:pb-0 max-lg:grid-cols-[1fr_auto]"
        >
          <dt className="min-w-0 font-mono text-small [overflow-wrap:anywhere]">{variable}</dt>
          <dd className="min-w-0 font-mono text-small [overflow-wrap:anywhere] max-lg:col-span-2 max-lg:row-start-2">{value || "–"}</dd>
          <dd className="max-lg:col-start-2 max-lg:row-start-1">
            <Badge>{isSet ? t("environment") : t("default")}</Badge>
          </dd>
        </div>
      ))}
    </dl>
  );
}
