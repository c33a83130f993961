"use client";

import { useState } from "react";
import type { SettingsView } from "#lib/settings/schema.ts";
import { t, tn } from "#lib/texts/index.ts";
import { LockedBy, SettingOrigin } from "./settings-origin.tsx";
import { Callout } from "./ui/callout.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SaveButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";
import { toast } from "./ui/toast.tsx";

interface ExternalUrlFormProps {
  settings: SettingsView;
  /** What the environment says, which goes before. */
  locked: string | null;
  /** How many there are of everybody: each belongs to the name under which it was added. */
  passkeys: number;
  action: FormAction;
}

/** The address that issued files carry, and that passkeys belong to. */
export function ExternalUrlForm({ settings, locked, passkeys, action }: ExternalUrlFormProps) {
  const [start] = useState(locked ?? settings.externalUrl ?? "");
  const [text, setText] = useState(start);
  return (
    <Form action={action} onDone={() => toast(t("Saved. It stands in kubeconfigs made from now on."))}>
      <Field
        name="externalUrl"
        label={t("External URL")}
        hint={
          <>
            {t("The https address by which people and kubectl reach Drawbridge. Empty: the one that the browser uses. Files that exist keep theirs.")}
            {locked === null ? <SettingOrigin of="externalUrl" changes={settings.changes} /> : <LockedBy variable="DRAWBRIDGE_EXTERNAL_URL" />}
          </>
        }
        className="max-w-md"
      >
        <Input
          mono
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://drawbridge.example.com"
          value={text}
          onChange={(event) => setText(event.target.value)}
          readOnly={locked !== null}
        />
      </Field>
      {passkeys > 0 && text !== start && isOtherHost(text, start) && (
        <Callout tone="warn" className="max-w-2xl" role="status">
          {tn(
            passkeys,
            "1 passkey was added under the present name, and signs nobody in under another.",
            "{count} passkeys were added under the present name, and sign nobody in under another.",
          )}{" "}
          {t("Whoever has no authenticator app then needs a recovery code after the password.")}
        </Callout>
      )}
      {locked === null && <SaveButton>{t("Save external URL")}</SaveButton>}
    </Form>
  );
}

/** False while it is no address yet. */
function isOtherHost(text: string, before: string): boolean {
  const host = hostOf(text);
  return host !== null && host !== hostOf(before);
}

/** Without an external URL it is the browser's. */
function hostOf(text: string): string | null {
  if (text.trim() === "") return window.location.hostname;
  return URL.canParse(text) ? new URL(text).hostname : null;
}
