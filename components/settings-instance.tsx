import type { ReactNode } from "react";

export interface InstanceFact {
  name: string;
  value: ReactNode;
  mono?: boolean;
  /** The variable that sets it. */
  variable: string;
  isSet: boolean;
}

/** What the operator decides where Drawbridge is started, and by which variable. */
export function InstanceFacts({ facts }: { facts: readonly InstanceFact[] }) {
  return (
    <dl className="flex flex-col">
      {facts.map(({ name, value, mono = false, variable, isSet }) => (
        <div
          key={name}
          className="grid grid-cols-[10rem_1fr] gap-x-4 gap-y-0.5 border-line border-b py-3 first:pt-0 last:border-b-0 last:pb-0 max-sm:grid-cols-1"
        >
          <dt className="font-medium">{name}</dt>
          <dd className="flex min-w-0 flex-col gap-0.5">
            <span className={mono ? "font-mono [overflow-wrap:anywhere]" : "[overflow-wrap:anywhere]"}>{value}</span>
            <span className="text-ink-soft text-small [overflow-wrap:anywhere]">
              {isSet ? "Set by " : "The default; set "}
              <span className="font-mono">{variable}</span>
              {isSet ? "." : " to change it."}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
