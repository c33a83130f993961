"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { t } from "#lib/texts/index.ts";
import { Button } from "./button.tsx";

/** Copies `text` and says so. `label` names what is copied: "Copy command". */
export function CopyButton({ text, label, shown = false }: { text: string; label: string; shown?: boolean }) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2500);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState("copied"),
      () => setState("failed"),
    );
  return (
    <>
      <Button tone={shown ? "secondary" : "quiet"} size={shown ? "small" : "icon"} onClick={copy} title={label} aria-label={shown ? undefined : label}>
        {state === "copied" ? <Check className="size-4 text-good" aria-hidden="true" /> : <Copy className="size-4" aria-hidden="true" />}
        {shown && label}
      </Button>
      {/* Beside the button: what is in one is part of its name, and not announced. */}
      <span role="status" className="sr-only">
        {state === "copied" && t("Copied.")}
        {state === "failed" && t("The browser did not let us copy: select the text and copy it.")}
      </span>
    </>
  );
}
