"use client";

import { useState } from "react";
import { t } from "#lib/texts/index.ts";
import { Button } from "./ui/button.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Textarea } from "./ui/input.tsx";
import { toast } from "./ui/toast.tsx";

/** Takes a certificate with its key. What is wrong with them is said beside the field, before anything changes. */
export function CertificateUpload({ action, replaces }: { action: FormAction; replaces: boolean }) {
  const [open, setOpen] = useState(false);
  const done = () => {
    setOpen(false);
    toast(t("New connections see the new certificate."));
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      width="normal"
      trigger={<Button>{replaces ? t("Replace certificate") : t("Upload certificate")}</Button>}
      title={replaces ? t("Replace the certificate") : t("Use your own certificate")}
      description={t("Drawbridge checks both before it shows them, and keeps the key sealed. Nobody can read the key here again.")}
    >
      <Form action={action} onDone={done}>
        <PemField
          name="chain"
          label={t("Certificate and chain")}
          hint={t("PEM, the server’s own first. With a CA of your own, put its root last: files will carry it.")}
        />
        <PemField name="key" label={t("Private key")} hint={t("PEM, not encrypted.")} />
        <div>
          <SubmitButton>{replaces ? t("Replace certificate") : t("Use certificate")}</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}

/** Lines to paste, or a file to take them from. */
function PemField({ name, label, hint }: { name: string; label: string; hint: string }) {
  const [text, setText] = useState("");
  return (
    <div className="flex flex-col gap-1.5">
      <Field name={name} label={label} hint={hint}>
        <Textarea name={name} mono rows={5} autoComplete="off" spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <label className="w-fit text-accent text-small underline underline-offset-4 focus-within:outline-2 focus-within:outline-accent">
        {t("Take it from a file")}
        <input
          type="file"
          accept=".pem,.crt,.cer,.key,.txt"
          aria-label={t("{label}: take it from a file", { label })}
          className="sr-only"
          onChange={async (event) => setText((await event.target.files?.[0]?.text())?.slice(0, 70_000) ?? "")}
        />
      </label>
    </div>
  );
}
