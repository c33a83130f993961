"use client";

import { useEffect, useRef } from "react";
import { Callout } from "./ui/callout.tsx";
import { RadioGroup } from "./ui/radio-group.tsx";

/** What becomes of files that would outlive a lowered maximum. Sends `existing`. `environment`: the one whose maximum it is. */
export function ExistingFilesQuestion({ exceeding, environment }: { exceeding: number; environment?: string }) {
  const question = useRef<HTMLDivElement>(null);
  useEffect(() => question.current?.focus(), []);
  const one = exceeding === 1;
  const [they, them] = one ? ["It", "it"] : ["They", "them"];
  return (
    <div ref={question} tabIndex={-1} role="alert" className="rounded-surface">
      <Callout tone="warn" title={one ? "1 existing kubeconfig exceeds the new maximum" : `${exceeding} existing kubeconfigs exceed the new maximum`}>
        <p className="pb-2">Nothing is saved yet. What you choose cannot be undone by another setting: only new files live longer.</p>
        <RadioGroup
          name="existing"
          label={`What becomes of ${them}?`}
          labelHidden
          defaultValue="keep"
          choices={[
            { value: "keep", label: `Keep ${them}`, hint: `${they} live${one ? "s" : ""} until the end that was promised.` },
            { value: "shorten", label: `Shorten ${them}`, hint: `${they} end${one ? "s" : ""} when a file made now would end at the latest.` },
            {
              value: "revoke",
              label: `Revoke ${them}`,
              hint:
                environment === undefined
                  ? `${they} end${one ? "s" : ""} now, and open sessions with ${them}.`
                  : `${environment} is taken out of ${them} now; other environments in ${them} work on.`,
            },
          ]}
        />
      </Callout>
    </div>
  );
}
