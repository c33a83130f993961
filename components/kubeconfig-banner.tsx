"use client";

import type { LiveKubeconfigView } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import { endsSoon } from "./kubeconfig-expiring.ts";
import type { RenewSettings } from "./kubeconfig-renew.tsx";
import { RenewDialog } from "./later-dialogs.tsx";
import { Button, ButtonLink } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { Time, useClock } from "./ui/clock.tsx";
import { rich } from "./ui/rich.ts";
import { type FindKubeconfigAction, useRenewal } from "./use-renewal.ts";

const shownMax = 3;

/** Says on Home which of one's files end soon. One press renews and downloads. */
export function ExpiringBanner({ files, settings, find }: { files: readonly LiveKubeconfigView[]; settings: RenewSettings; find: FindKubeconfigAction }) {
  const { now } = useClock();
  const renewal = useRenewal(find);
  const ending = files.filter((file) => endsSoon(file, now)).toSorted((a, b) => ((a.expiresAt ?? "") < (b.expiresAt ?? "") ? -1 : 1));
  return (
    <>
      {ending.length > 0 && (
        <Callout tone="warn" className="mb-4" role="status" aria-label={t("Kubeconfigs that expire soon")}>
          <ul className="flex flex-col gap-1">
            {ending.slice(0, shownMax).map((file) => (
              <li key={file.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
                <span>
                  {rich("{name} expires {time}.", {
                    name: <span className="font-medium">{file.name}</span>,
                    time: file.expiresAt !== null && <Time at={file.expiresAt} />,
                  })}
                </span>
                <Button size="small" pending={renewal.pending} onClick={() => renewal.ask(file.id)}>
                  {t("Renew {name}", { name: file.name })}
                </Button>
              </li>
            ))}
          </ul>
          {renewal.problem !== null && (
            <p role="alert" className="text-bad">
              {renewal.problem}
            </p>
          )}
          {ending.length > shownMax && (
            <p>
              <ButtonLink href="/kubeconfigs?state=expiring" size="small" tone="quiet">
                {t("Show {count} more that expire soon", { count: ending.length - shownMax })}
              </ButtonLink>
            </p>
          )}
        </Callout>
      )}
      {renewal.file && <RenewDialog file={renewal.file} settings={settings} atOnce onClose={renewal.end} />}
    </>
  );
}
