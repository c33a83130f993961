"use client";

import { useEffect, useRef } from "react";
import { t, tn } from "#lib/texts/index.ts";
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
      <Callout tone="warn" title={tn(exceeding, "1 existing kubeconfig exceeds the new maximum", "{count} existing kubeconfigs exceed the new maximum")}>
        <p className="pb-2">{t("Nothing is saved yet. What you choose cannot be undone by another setting: only new files live longer.")}</p>
        <RadioGroup
          name="existing"
          label={t("What becomes of {them}?", { them })}
          labelHidden
          defaultValue="keep"
          choices={[
            { value: "keep", label: t("Keep {them}", { them }), hint: `${they} live${one ? "s" : ""} until the end that was promised.` },
            { value: "shorten", label: t("Shorten {them}", { them }), hint: `${they} end${one ? "s" : ""} when a file made now would end at the latest.` },
            {
              value: "revoke",
              label: t("Revoke {them}", { them }),
              hint:
                environment === undefined
                  ? `${they} end${one ? "s" : ""} now, and open sessions with ${them}.`
                  : t("{environment} is taken out of {them} now; other environments in {them} work on.", { environment, them }),
            },
          ]}
        />
      </Callout>
    </div>
  );
}
