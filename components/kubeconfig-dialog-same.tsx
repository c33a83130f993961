"use client";

import { choiceText } from "#lib/issued-files/schema.ts";
import type { LiveKubeconfigView } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Button } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { Time } from "./ui/clock.tsx";
import { richn } from "./ui/rich.ts";
import type { Renewal } from "./use-renewal.ts";

/** Offers to renew a file of `files` that is for exactly these environments, if there is one. */
export function SameChoice({ files, environmentIds, renewal }: { files: readonly LiveKubeconfigView[]; environmentIds: readonly number[]; renewal: Renewal }) {
  const wanted = choiceText(environmentIds);
  const file = files.find(({ choice }) => choice === wanted && wanted !== "");
  if (!file) return null;
  const name = <span className="font-medium">{file.name}</span>;
  return (
    <Callout className="mb-5" role="note">
      <p>
        {file.expiresAt === null
          ? richn(
              environmentIds.length,
              ["You have {name} for this environment already; it never expires.", "You have {name} for these environments already; it never expires."],
              { name },
            )
          : richn(
              environmentIds.length,
              ["You have {name} for this environment already; it expires {time}.", "You have {name} for these environments already; it expires {time}."],
              { name, time: <Time at={file.expiresAt} /> },
            )}{" "}
        {t("Renew it instead: the same names, and the old tokens end.")}
      </p>
      <p>
        <Button size="small" pending={renewal.pending} onClick={() => renewal.ask(file.id)}>
          {t("Renew {name}", { name: file.name })}
        </Button>
      </p>
      {renewal.problem !== null && (
        <p role="alert" className="text-bad">
          {renewal.problem}
        </p>
      )}
    </Callout>
  );
}
