"use client";

import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { Consequences, type WhatEndsAction } from "./consequences.tsx";
import { EnvironmentNames } from "./kubeconfig-cells.tsx";
import { Time } from "./ui/clock.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import type { FormAction } from "./ui/form-state.ts";

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
      title={`Revoke ${what}?`}
      confirm={`Revoke ${what}`}
      action={action}
      fields={{ ids: files.map(({ id }) => id).join(",") }}
      done={`Revoked ${what}.`}
      onDone={() => onDone?.()}
    >
      {isOne ? (
        <p>
          Ends the access to {environmentCount(first)}:{" "}
          <EnvironmentNames file={{ environments: first.environments.filter(({ state }) => state === "active") }} />. The next request is refused, and open
          watches, logs and shells end within five seconds. This cannot be undone.
        </p>
      ) : (
        <>
          <p>Their next requests are refused, and open watches, logs and shells end within five seconds. This cannot be undone.</p>
          <ul className="flex max-h-40 flex-col gap-1 overflow-y-auto">
            {files.map((file) => (
              <li key={file.id}>
                <span className="font-medium">{file.name}</span> of <span className="font-mono">{file.owner.login}</span>, {environmentCount(file)}
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
      <Consequences of={{ kind: "files", ids: files.map(({ id }) => id) }} ask={whatEnds} none="Nothing that works now ends." />
    </ConfirmDialog>
  );
}

function environmentCount({ environments }: KubeconfigView): string {
  const count = environments.filter(({ state }) => state === "active").length;
  return `${count} ${count === 1 ? "environment" : "environments"}`;
}
