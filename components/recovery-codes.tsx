"use client";

import { useState } from "react";
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
      title="Your recovery codes"
      width="narrow"
      footer={<Button onClick={onClose}>I have kept them</Button>}
    >
      <div className="flex flex-col gap-3">
        <p>Keep them where you keep what must not be lost. Each works once, after your password. They are shown only now.</p>
        <CodeBlock label="recovery codes" text={codes.join("\n")} />
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
          <p>You have none. If passkey and app are lost, only an administrator can let you in again.</p>
        </Callout>
      ) : (
        <p>{left === 1 ? "One is left." : `${left} are left.`}</p>
      )}
      <ConfirmDialog
        trigger={<Button>{left === 0 ? "Make recovery codes" : "Make new recovery codes"}</Button>}
        title="Make new recovery codes?"
        confirm="Make new codes"
        tone="primary"
        action={action}
        onDone={setCodes}
      >
        <p>{left === 0 ? "Ten codes, shown once." : "Ten codes, shown once. The old ones stop working."}</p>
      </ConfirmDialog>
      <RecoveryCodesDialog codes={codes} onClose={() => setCodes([])} />
    </div>
  );
}
