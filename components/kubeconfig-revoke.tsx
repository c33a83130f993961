"use client";

import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Consequences, type WhatEndsAction } from "./consequences.tsx";
import { EnvironmentNames } from "./kubeconfig-cells.tsx";
import { Time } from "./ui/clock.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { rich } from "./ui/rich.ts";

/** Asks before one file ends or several, and says what breaks with them. */
export function RevokeDialog({
  files,
  action,
  whatEnds,
  onClose,
  onDone,
}: {
  files: readonly KubeconfigView[];
  action: FormAction<number>;
  whatEnds: WhatEndsAction;
  onClose: () => void;
  onDone?: () => void;
}) {
  const [first] = files;
  if (!first) return null;
  const isOne = files.length === 1;
  const what = isOne ? first.name : `${files.length} kubeconfigs`;
  const inUse = files.flatMap(({ lastUsedAt, lastUsedClient }) => (lastUsedAt === null ? [] : [{ at: lastUsedAt, client: lastUsedClient }]));
  const lastUse = inUse.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("Revoke {what}?", { what })}
      confirm={t("Revoke {what}", { what })}
      action={action}
      fields={{ ids: files.map(({ id }) => id).join(",") }}
      done={t("Revoked {what}.", { what })}
      onDone={() => onDone?.()}
    >
      {isOne ? (
        <p>
          {rich(
            "Ends the access to {first}: {environmentNames}. The next request is refused, and open watches, logs and shells end within five seconds. This cannot be undone.",
            {
              first: environmentCount(first),
              environmentNames: <EnvironmentNames file={{ environments: first.environments.filter(({ state }) => state === "active") }} />,
            },
          )}
        </p>
      ) : (
        <>
          <p>{t("Their next requests are refused, and open watches, logs and shells end within five seconds. This cannot be undone.")}</p>
          <ul className="flex max-h-40 flex-col gap-1 overflow-y-auto">
            {files.map((file) => (
              <li key={file.id}>
                {rich("{name} of {login}, {file}", {
                  name: <span className="font-medium">{file.name}</span>,
                  login: <span className="font-mono">{file.owner.login}</span>,
                  file: environmentCount(file),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        {lastUse === undefined ? (
          `${isOne ? "It has" : "They have"} never been used.`
        ) : (
          <>
            Last used <Time at={lastUse.at} />
            {lastUse.client !== null && ` by ${lastUse.client}`}.
          </>
        )}
      </p>
      <Consequences of={{ kind: "files", ids: files.map(({ id }) => id) }} ask={whatEnds} none={t("Nothing that works now ends.")} />
    </ConfirmDialog>
  );
}

function environmentCount({ environments }: KubeconfigView): string {
  const count = environments.filter(({ state }) => state === "active").length;
  return `${count} ${count === 1 ? "environment" : "environments"}`;
}
