"use client";

import { useState } from "react";
import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { t, tn } from "#lib/texts/index.ts";
import type { WhatEndsAction } from "./consequences.tsx";
import { KubeconfigDetails } from "./kubeconfig-details.tsx";
import { ExtendDialog } from "./kubeconfig-extend.tsx";
import type { KubeconfigQuestion } from "./kubeconfig-menu.tsx";
import { RenewDialog, type RenewSettings } from "./kubeconfig-renew.tsx";
import { RevokeDialog } from "./kubeconfig-revoke.tsx";
import { KubeconfigTable } from "./kubeconfig-table.tsx";
import type { ActivityAction } from "./timeline.tsx";
import { Button } from "./ui/button.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { SelectionBar } from "./ui/selection-bar.tsx";
import { useTickedRows } from "./ui/ticked-rows.tsx";

/** The server actions on issued files. */
export interface KubeconfigActions {
  revoke: FormAction<number>;
  revokeEnvironment: FormAction;
  update: FormAction;
  extend: FormAction<string | null>;
  readActivity: ActivityAction;
  whatEnds: WhatEndsAction;
}

/** A page of issued files, and what is asked before something is done with one or with the ticked ones. */
export function KubeconfigList({
  kubeconfigs,
  actions,
  settings,
  selfId,
  withOwner = false,
}: {
  kubeconfigs: readonly KubeconfigView[];
  actions: KubeconfigActions;
  settings: RenewSettings;
  selfId: string;
  withOwner?: boolean;
}) {
  const ticked = useTickedRows(kubeconfigs, ({ state }) => state === "active");
  const [asked, setAsked] = useState<{ question: KubeconfigQuestion; files: readonly KubeconfigView[] } | null>(null);
  const close = () => setAsked(null);
  const [file] = asked?.files ?? [];
  return (
    <>
      <KubeconfigTable
        kubeconfigs={kubeconfigs}
        ticked={ticked}
        onAsk={(question, one) => setAsked({ question, files: [one] })}
        selfId={selfId}
        withOwner={withOwner}
      />
      {ticked.items.length > 0 && (
        <SelectionBar label={t("Ticked kubeconfigs")} text={t("{count} ticked", { count: ticked.items.length })} onClear={ticked.clear}>
          <Button tone="danger" onClick={() => setAsked({ question: "revoke", files: ticked.items })}>
            {tn(ticked.items.length, "Revoke {name}", "Revoke {count} kubeconfigs", { name: ticked.items[0]?.name ?? "" })}
          </Button>
        </SelectionBar>
      )}
      {asked?.question === "revoke" && (
        <RevokeDialog files={asked.files} action={actions.revoke} whatEnds={actions.whatEnds} onClose={close} onDone={ticked.clear} />
      )}
      {file && asked?.question === "renew" && <RenewDialog file={file} settings={settings} onClose={close} />}
      {file && asked?.question === "extend" && <ExtendDialog file={file} settings={settings} action={actions.extend} onClose={close} />}
      {file && asked?.question === "details" && (
        <KubeconfigDetails
          file={file}
          isMine={file.owner.id === selfId}
          update={actions.update}
          revokeEnvironment={actions.revokeEnvironment}
          readActivity={actions.readActivity}
          withAudit={withOwner}
          onClose={close}
        />
      )}
    </>
  );
}
