"use client";

import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { t, tn } from "#lib/texts/index.ts";
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
  const inUse = files.flatMap(({ lastUsedAt, lastUsedClient }) => (lastUsedAt === null ? [] : [{ at: lastUsedAt, client: lastUsedClient }]));
  const lastUse = inUse.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={tn(files.length, "Revoke {name}?", "Revoke {count} kubeconfigs?", { name: first.name })}
      confirm={tn(files.length, "Revoke {name}", "Revoke {count} kubeconfigs", { name: first.name })}
      action={action}
      fields={{ ids: files.map(({ id }) => id).join(",") }}
      done={tn(files.length, "Revoked {name}.", "Revoked {count} kubeconfigs.", { name: first.name })}
      onDone={() => onDone?.()}
    >
      {isOne ? (
        <p>
          {rich(
            "Ends the access to {howMany}: {names}. The next request is refused, and open watches, logs and shells end within five seconds. This cannot be undone.",
            {
              howMany: environmentCount(first),
              names: <EnvironmentNames file={{ environments: first.environments.filter(({ state }) => state === "active") }} />,
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
          tn(files.length, "It has never been used.", "They have never been used.")
        ) : (
          <LastUse at={lastUse.at} client={lastUse.client} />
        )}
      </p>
      <Consequences of={{ kind: "files", ids: files.map(({ id }) => id) }} ask={whatEnds} none={t("Nothing that works now ends.")} />
    </ConfirmDialog>
  );
}

function LastUse({ at, client }: { at: string; client: string | null }) {
  const time = <Time at={at} />;
  return client === null ? rich("Last used {time}.", { time }) : rich("Last used {time} by {client}.", { time, client });
}

function environmentCount({ environments }: KubeconfigView): string {
  return tn(environments.filter(({ state }) => state === "active").length, "{count} environment", "{count} environments");
}
