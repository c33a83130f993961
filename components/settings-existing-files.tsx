"use client";

import { useEffect, useRef } from "react";
import { t, tn } from "#lib/texts/index.ts";
import { Callout } from "./ui/callout.tsx";
import { RadioGroup } from "./ui/radio-group.tsx";

/** What becomes of files that would outlive a lowered maximum. Sends `existing`. `environment`: the one whose maximum it is. */
export function ExistingFilesQuestion({ exceeding, environment }: { exceeding: number; environment?: string }) {
  const question = useRef<HTMLDivElement>(null);
  useEffect(() => question.current?.focus(), []);
  return (
    <div ref={question} tabIndex={-1} role="alert" className="rounded-surface">
      <Callout tone="warn" title={tn(exceeding, "1 existing kubeconfig exceeds the new maximum", "{count} existing kubeconfigs exceed the new maximum")}>
        <p className="pb-2">{t("Nothing is saved yet. What you choose cannot be undone by another setting: only new files live longer.")}</p>
        <RadioGroup
          name="existing"
          label={tn(exceeding, "What becomes of it?", "What becomes of them?")}
          labelHidden
          defaultValue="keep"
          choices={[
            {
              value: "keep",
              label: tn(exceeding, "Keep it", "Keep them"),
              hint: tn(exceeding, "It lives until the end that was promised.", "They live until the end that was promised."),
            },
            {
              value: "shorten",
              label: tn(exceeding, "Shorten it", "Shorten them"),
              hint: tn(exceeding, "It ends when a file made now would end at the latest.", "They end when a file made now would end at the latest."),
            },
            {
              value: "revoke",
              label: tn(exceeding, "Revoke it", "Revoke them"),
              hint:
                environment === undefined
                  ? tn(exceeding, "It ends now, and open sessions with it.", "They end now, and open sessions with them.")
                  : tn(
                      exceeding,
                      "{environment} is taken out of it now; other environments in it work on.",
                      "{environment} is taken out of them now; other environments in them work on.",
                      { environment },
                    ),
            },
          ]}
        />
      </Callout>
    </div>
  );
}
