"use client";

import { useState } from "react";
import { t, tn } from "#lib/texts/index.ts";
import { Button } from "./ui/button.tsx";
import { Callout } from "./ui/callout.tsx";
import { CodeBlock } from "./ui/code-block.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { Dialog } from "./ui/dialog.tsx";
import type { FormAction } from "./ui/form-state.ts";

/** The codes, shown this once. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <Dialog
      open={codes.length > 0}
      onOpenChange={onClose}
      title={t("Your recovery codes")}
      width="narrow"
      footer={<Button onClick={onClose}>{t("I have kept them")}</Button>}
    >
      <div className="flex flex-col gap-3">
        <p>{t("Keep them where you keep what must not be lost. Each works once, after your password. They are shown only now.")}</p>
        <CodeBlock label={t("recovery codes")} text={codes.join("\n")} />
      </div>
    </Dialog>
  );
}

/** How many are left, and new ones. */
export function RecoveryCodesSection({ left, action }: { left: number; action: FormAction<string[]> }) {
  const [codes, setCodes] = useState<readonly string[]>([]);
  return (
    <div className="flex flex-col items-start gap-3">
      {left === 0 ? (
        <Callout tone="warn">
          <p>{t("You have none. If passkey and app are lost, only an administrator can let you in again.")}</p>
        </Callout>
      ) : (
        <p>{tn(left, "One is left.", "{count} are left.")}</p>
      )}
      <ConfirmDialog
        trigger={<Button>{left === 0 ? t("Make recovery codes") : t("Make new recovery codes")}</Button>}
        title={t("Make new recovery codes?")}
        confirm={t("Make new codes")}
        tone="primary"
        action={action}
        onDone={setCodes}
      >
        <p>{left === 0 ? t("Ten codes, shown once.") : t("Ten codes, shown once. The old ones stop working.")}</p>
      </ConfirmDialog>
      <RecoveryCodesDialog codes={codes} onClose={() => setCodes([])} />
    </div>
  );
}
