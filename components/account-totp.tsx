"use client";

import { useState } from "react";
import { t } from "#lib/texts/index.ts";
import type { TotpSetUpView } from "#lib/totp/schema.ts";
import { QrCode } from "./qr-code.tsx";
import { RecoveryCodesDialog } from "./recovery-codes.tsx";
import { Button } from "./ui/button.tsx";
import { Time } from "./ui/clock.tsx";
import { CodeBlock } from "./ui/code-block.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";
import { rich } from "./ui/rich.ts";

/** Sets up and removes the authenticator app. */
export function AccountTotp({
  since,
  actions,
}: {
  since: string | null;
  actions: { start: FormAction<TotpSetUpView>; confirm: FormAction<string[]>; remove: FormAction };
}) {
  const [setUp, setSetUp] = useState<TotpSetUpView | null>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  return (
    <div className="flex flex-col items-start gap-3">
      {since === null ? (
        <Form action={actions.start} onDone={setSetUp} className="items-start">
          <SubmitButton tone="secondary">{t("Set up an authenticator app")}</SubmitButton>
        </Form>
      ) : (
        <>
          <p>{rich("In use since {time}.", { time: <Time at={since} /> })}</p>
          <ConfirmDialog
            trigger={<Button>{t("Remove the authenticator app")}</Button>}
            title={t("Remove the authenticator app?")}
            confirm={t("Remove the app")}
            action={actions.remove}
            done={t("The authenticator app is removed.")}
          >
            <p>
              {t("Your password alone signs you in then, unless you have a passkey. Browsers in which you signed in by the app are signed out, but this one.")}
            </p>
          </ConfirmDialog>
        </>
      )}
      <Dialog open={setUp !== null} onOpenChange={() => setSetUp(null)} title={t("Set up an authenticator app")} width="narrow">
        {setUp && (
          <SetUp
            view={setUp}
            confirm={actions.confirm}
            onDone={(made) => {
              setSetUp(null);
              setCodes(made);
            }}
          />
        )}
      </Dialog>
      <RecoveryCodesDialog codes={codes} onClose={() => setCodes([])} />
    </div>
  );
}

function SetUp({ view, confirm, onDone }: { view: TotpSetUpView; confirm: FormAction<string[]>; onDone: (codes: string[]) => void }) {
  return (
    <Form action={confirm} onDone={onDone}>
      <p>{t("Scan this with the app, or type the key into it.")}</p>
      <QrCode modules={view.qr} label={t("The key as a picture to scan")} />
      <CodeBlock label={t("key")} text={view.secret.match(/.{4}/g)?.join(" ") ?? view.secret} wrap />
      <Field name="code" label={t("Code")} hint={t("The six digits that the app shows now.")}>
        <Input mono inputMode="numeric" autoComplete="one-time-code" data-initial-focus />
      </Field>
      <p className="text-ink-soft">{t("Browsers in which you signed in by the password alone are signed out, but this one.")}</p>
      <SubmitButton>{t("Use this app")}</SubmitButton>
    </Form>
  );
}
