"use client";

import { ConfirmDialog } from "./confirm-dialog.tsx";

/** Asks before what was typed is lost. */
export default function DiscardQuestion({ onStay, onDiscard }: { onStay: () => void; onDiscard: () => void }) {
  return (
    <ConfirmDialog
      open
      onOpenChange={onStay}
      title="Discard what you typed?"
      confirm="Discard it"
      cancel="Go on editing"
      tone="primary"
      action={async () => ({ ok: true, value: null })}
      onDone={onDiscard}
    >
      <p>It is not saved.</p>
    </ConfirmDialog>
  );
}
