"use client";

import { t } from "#lib/texts/index.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";

/** Asks before what was typed is lost. */
export default function DiscardQuestion({ onStay, onDiscard }: { onStay: () => void; onDiscard: () => void }) {
  return (
    <ConfirmDialog
      open
      onOpenChange={onStay}
      title={t("Discard what you typed?")}
      confirm={t("Discard it")}
      cancel={t("Go on editing")}
      tone="primary"
      action={async () => ({ ok: true, value: null })}
      onDone={onDiscard}
    >
      <p>{t("It is not saved.")}</p>
    </ConfirmDialog>
  );
}
