"use client";

import { type ReactNode, type RefObject, useCallback, useRef, useState } from "react";
import { t } from "#lib/texts/index.ts";
import type { IssueAnswer } from "./issue-kubeconfig.ts";
import { useFileGuard } from "./kubeconfig-dialog-guard.tsx";
import { CheckedAndUsed, type FreshFile, type IssueWay, type Kept, keepFile } from "./kubeconfig-dialog-use.tsx";
import { Button } from "./ui/button.tsx";
import { Dialog } from "./ui/dialog.tsx";

/** A file on its way to the person. */
export interface FileMaking {
  /** Asks for the file, unless it is being asked for already, and gives it to the browser or the clipboard. */
  make: (way: IssueWay, ask: () => Promise<IssueAnswer>) => Promise<void>;
  pending: IssueWay | null;
  /** What is wrong, by field; the focus goes to the first, inside `body`. */
  errors: Record<string, string>;
  body: RefObject<HTMLDivElement | null>;
  /** The field is being mended. */
  forget: (field: string) => void;
  fresh: FreshFile | null;
  setKept: (kept: Kept) => void;
  /** For whatever closes the dialog: nothing that was made, or is being made, is lost by it. */
  requestClose: () => void;
  /** To be shown inside the dialog. */
  question: ReactNode;
}

const firstError = "[role=alert][tabindex], [data-invalid] input:not([type=hidden])";

export function useFileMaking({ name, pendingAtFirst = null, onClose }: { name: string; pendingAtFirst?: IssueWay | null; onClose: () => void }): FileMaking {
  const [pending, setPending] = useState(pendingAtFirst);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [fresh, setFresh] = useState<FreshFile | null>(null);
  const isMaking = useRef(false);
  const body = useRef<HTMLDivElement>(null);
  const stage = fresh !== null ? "made" : pending !== null ? "making" : "open";
  const guard = useFileGuard({ name, stage, kept: fresh !== null && fresh.kept !== null, onClose });

  const make = useCallback(async (way: IssueWay, ask: () => Promise<IssueAnswer>) => {
    if (isMaking.current) return;
    isMaking.current = true;
    setPending(way);
    const answer = await ask();
    setErrors(answer.ok ? {} : answer.errors);
    if (answer.ok) setFresh(await keepFile(answer.file, way));
    // After the fields have got their errors.
    else requestAnimationFrame(() => body.current?.querySelector<HTMLElement>(firstError)?.focus());
    setPending(null);
    isMaking.current = false;
  }, []);
  return {
    ...{ make, pending, errors, body, fresh },
    forget: (field) => setErrors(({ [field]: _mended, ...others }) => others),
    setKept: (kept) => setFresh((before) => before && { ...before, kept }),
    ...guard,
  };
}

/**
 * What stands in the place of the form once the file is made: whether it works, and what to do with it. No component of its own: the dialog
 * stays the one that the form stood in, and does not fade, nor take the focus anew.
 */
export function readyDialog({
  fresh,
  making,
  title,
  description,
  onClose,
}: {
  fresh: FreshFile;
  making: FileMaking;
  title: string;
  description: string;
  onClose: () => void;
}) {
  return (
    <Dialog
      open
      onOpenChange={making.requestClose}
      width="wide"
      title={title}
      description={description}
      footer={
        <Button tone="primary" onClick={fresh.kept === null ? making.requestClose : onClose}>
          {t("Done")}
        </Button>
      }
    >
      <CheckedAndUsed fresh={fresh} onKept={making.setKept} />
      {making.question}
    </Dialog>
  );
}
