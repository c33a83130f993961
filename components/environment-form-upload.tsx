"use client";

import { Upload as UploadIcon } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { t } from "#lib/texts/index.ts";
import type { Upload } from "./environment-form-upload-contexts.ts";
import { Button } from "./ui/button.tsx";
import { classNames } from "./ui/class-names.ts";
import { Field } from "./ui/field.tsx";
import { Textarea } from "./ui/input.tsx";
import { Progress } from "./ui/spinner.tsx";

/** Takes a kubeconfig: pasted, chosen, or dropped. */
export function KubeconfigField({ upload }: { upload: Upload }) {
  const file = useRef<HTMLInputElement>(null);
  const [dragging, setDragging] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setDragging(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) upload.takeFile(dropped);
  };
  return (
    <fieldset
      aria-label={t("Kubeconfig")}
      onDragOver={(event) => {
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={drop}
      className={classNames("flex flex-col gap-2 rounded-control", dragging && "outline-2 outline-accent outline-dashed outline-offset-4")}
    >
      <Field
        name="kubeconfig"
        label={t("Kubeconfig of an administrator of the cluster")}
        hint={t("It is used once, to set up Drawbridge’s own two ServiceAccounts, and is never stored.")}
        error={upload.error}
      >
        <Textarea
          mono
          rows={upload.contexts ? 5 : 10}
          value={upload.kubeconfig}
          onChange={(event) => upload.type(event.target.value)}
          placeholder={t("apiVersion: v1\nkind: Config\n…")}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <div className="flex min-h-7 flex-wrap items-center gap-3">
        <Button size="small" onClick={() => file.current?.click()}>
          <UploadIcon className="size-3.5" aria-hidden="true" />
          {t("Upload a file")}
        </Button>
        <input
          ref={file}
          type="file"
          aria-label={t("Kubeconfig file")}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            event.target.value = "";
            if (chosen) upload.takeFile(chosen);
          }}
        />
        {upload.reading ? <Progress>{t("Reading the file")}</Progress> : <span className="text-ink-soft">{t("or drop one here")}</span>}
      </div>
    </fieldset>
  );
}
