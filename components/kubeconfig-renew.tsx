"use client";

import { useEffect, useRef, useState } from "react";
import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import type { ExpirySettings } from "#lib/settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import { renewKubeconfig } from "./issue-kubeconfig.ts";
import { ExpiryField } from "./kubeconfig-dialog-expiry.tsx";
import { readyDialog, useFileMaking } from "./kubeconfig-dialog-making.tsx";
import { EarlierEnds } from "./kubeconfig-ends.tsx";
import { type ChosenExpiry, expiryLimit, readExpiry } from "./kubeconfig-expiry.ts";
import { Button } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { useClock } from "./ui/clock.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { rich } from "./ui/rich.ts";
import { Progress } from "./ui/spinner.tsx";
import { formatDuration } from "./ui/time-format.ts";

export interface RenewSettings extends ExpirySettings {
  renewGraceSeconds: number;
}

/** Makes a file anew under its names. The tokens are made on Renew, not on opening; `atOnce` opens with that done, for a button that says so. */
export function RenewDialog({
  file,
  settings,
  atOnce = false,
  onClose,
}: {
  file: KubeconfigView;
  settings: RenewSettings;
  atOnce?: boolean;
  onClose: () => void;
}) {
  const { now, timeZone } = useClock();
  const samePeriod = periodOf(file);
  const [chosen, setChosen] = useState<ChosenExpiry>(() => asBefore(samePeriod, settings));
  const making = useFileMaking({ name: file.name, pendingAtFirst: atOnce ? "download" : null, onClose });
  const { errors, fresh } = making;
  const standing = file.environments.filter(({ state }) => state === "active" || state === "expired");
  const limit = expiryLimit(settings, standing);
  const read = readExpiry(chosen, limit, { now, timeZone });

  const renew = () =>
    making.make("download", async () => {
      // By the moment of the press: what was chosen a while ago may be over.
      const atPress = readExpiry(chosen, limit, { now: new Date(), timeZone });
      if (!atPress.ok) return { ok: false, errors: { expiry: atPress.error } };
      return renewKubeconfig({ id: file.id, expiry: atPress.expiry, currentEnvironmentId: null });
    });
  const hasStarted = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens.
  useEffect(() => {
    if (!atOnce || hasStarted.current) return;
    hasStarted.current = true;
    renew();
  }, []);

  if (fresh)
    return readyDialog({
      ...{ fresh, making, onClose },
      title: t("{name} is renewed", { name: file.name }),
      description: `${t("This is the only time that its tokens are shown. Put the file where the old one is.")} ${oldTokens(settings.renewGraceSeconds)}`,
    });
  return (
    <Dialog
      open
      onOpenChange={making.requestClose}
      title={t("Renew {name}", { name: file.name })}
      description={t("The same names in the file, and new tokens.")}
      footer={
        <>
          <Button onClick={making.requestClose}>{t("Cancel")}</Button>
          <Button tone="primary" pending={making.pending !== null} onClick={renew} data-initial-focus="">
            {t("Renew and download")}
          </Button>
        </>
      }
    >
      <div ref={making.body} className="flex flex-col gap-4">
        {errors.form !== undefined && (
          <Callout tone="bad" role="alert" tabIndex={-1}>
            <p>{errors.form}</p>
          </Callout>
        )}
        {making.pending !== null && <Progress>{t("Making new tokens…")}</Progress>}
        <p>
          {rich("For {environments}, as far as you still have access.", {
            environments: standing.map(({ name }, index) => (
              <span key={name}>
                {index > 0 && ", "}
                <span className="font-mono">{name}</span>
              </span>
            )),
          })}{" "}
          {oldTokens(settings.renewGraceSeconds)}
        </p>
        <ExpiryField
          limit={limit}
          usualSeconds={samePeriod ?? settings.expiryDefaultSeconds}
          chosen={chosen}
          onChange={(next) => {
            setChosen(next);
            making.forget("expiry");
          }}
          error={errors.expiry}
        />
        {read.ok && <EarlierEnds environments={standing} end={read.end} />}
      </div>
    </Dialog>
  );
}

function oldTokens(graceSeconds: number): string {
  return graceSeconds === 0
    ? t("The old tokens stop working at once.")
    : t("The old tokens go on working for {duration}, then they stop.", { duration: formatDuration(graceSeconds) });
}

/** How long it was made for, in whole minutes; null: for ever. */
function periodOf({ createdAt, renewedAt, expiresAt }: KubeconfigView): number | null {
  if (expiresAt === null) return null;
  return Math.max(Math.round((Date.parse(expiresAt) - Date.parse(renewedAt ?? createdAt)) / 60_000) * 60, 60);
}

/** As long as it was made for, if that may still be. */
function asBefore(samePeriod: number | null, { expiryDefaultSeconds, neverAllowed }: ExpirySettings): ChosenExpiry {
  if (samePeriod !== null) return { kind: "period", seconds: samePeriod };
  return neverAllowed || expiryDefaultSeconds === null ? { kind: "never" } : { kind: "period", seconds: expiryDefaultSeconds };
}
