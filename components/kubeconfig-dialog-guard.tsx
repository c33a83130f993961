"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { t } from "#lib/texts/index.ts";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";

/** `open`: nothing is made yet. `making`: the server was asked. */
export type FileStage = "open" | "making" | "made";

/**
 * Keeps a file that was just made from being lost by a stray key. Once it is made, whatever would close the dialog asks first: Escape, a
 * press beside it, the browser's Back; while it is being made these do nothing. Leaving or reloading the page asks as long as it was not `kept`.
 */
export function useFileGuard({ name, stage, kept, onClose }: { name: string; stage: FileStage; kept: boolean; onClose: () => void }): {
  requestClose: () => void;
  /** To be shown inside the dialog. */
  question: ReactNode;
} {
  const [isAsking, setIsAsking] = useState(false);
  const keep = () => {
    if (stage === "made") setIsAsking(true);
  };
  useUnloadQuestion(stage !== "open" && !kept);
  useBackInstead(stage !== "open", keep);
  return {
    requestClose: stage === "open" ? onClose : keep,
    question: (
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t("Close {name}?", { name })}
        confirm={t("Close the file")}
        tone="primary"
        action={async () => ({ ok: true, value: null })}
        onDone={onClose}
      >
        <p>
          {kept
            ? t("Its tokens cannot be shown again. If you have not kept the file, go back and download it.")
            : t("Its tokens cannot be shown again. You have not kept the file yet: go back and download it.")}
        </p>
      </ConfirmDialog>
    ),
  };
}

function useUnloadQuestion(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [active]);
}

const markKey = "drawbridgeDialog";

/** While `active`, Back stays on the page and calls `onBack`: it has an entry of the history to itself, which is taken back at the end. */
function useBackInstead(active: boolean, onBack: () => void): void {
  const mark = useId();
  const callback = useRef(onBack);
  callback.current = onBack;
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (!active) return;
    const isMarked = () => window.history.state?.[markKey] === mark;
    const push = () => window.history.pushState({ [markKey]: mark }, "");
    const back = () => {
      if (isMarked()) return;
      push();
      callback.current();
    };
    // Not when effects merely run anew, as they do once in development.
    clearTimeout(leaving.current);
    if (!isMarked()) push();
    window.addEventListener("popstate", back);
    return () => {
      window.removeEventListener("popstate", back);
      // A link that was followed has entries of its own on top: these stay.
      leaving.current = setTimeout(() => isMarked() && window.history.back());
    };
  }, [active, mark]);
}
