"use client";

import { useState } from "react";
import type { EnvironmentView, LeftInClusterView, ProbeView } from "#lib/environments/schema.ts";
import { t, tn } from "#lib/texts/index.ts";
import { Consequences, type WhatEndsAction } from "./consequences.tsx";
import { EnvironmentTestDialog } from "./environment-admin-test.tsx";
import { Checkbox } from "./ui/checkbox.tsx";
import { CodeBlock } from "./ui/code-block.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction, FormState } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";
import { toast } from "./ui/toast.tsx";
import { undoBy } from "./ui/undo.ts";

/** The server actions on one environment. */
export interface EnvironmentActions {
  test: (id: number) => Promise<FormState<ProbeView>>;
  rename: FormAction<string>;
  setDisabled: FormAction;
  remove: FormAction<LeftInClusterView | null>;
  whatEnds: WhatEndsAction;
}

export type EnvironmentQuestion = "test" | "rename" | "disable" | "enable" | "remove";

/** Asks before something is done with `environment`, as it was when it was asked: the list behind may already show the result. */
export function EnvironmentDialogs({
  environment,
  question,
  onClose,
  actions,
}: {
  environment: EnvironmentView;
  question: EnvironmentQuestion | null;
  onClose: () => void;
  actions: EnvironmentActions;
}) {
  const [left, setLeft] = useState<LeftInClusterView | null>(null);
  const control = (which: EnvironmentQuestion) => ({ open: question === which, onOpenChange: onClose });
  const { id, name, grantCount } = environment;
  const fields = { id: String(id) };
  const ending = { of: { kind: "environment" as const, id }, ask: actions.whatEnds, place: name };
  const losers = grantCount === 0 ? t("Nobody has access to it now.") : tn(grantCount, "One grant ends with it.", "{count} grants end with it.");
  return (
    <>
      <EnvironmentTestDialog {...control("test")} id={id} name={name} test={actions.test} />
      <RenameDialog {...control("rename")} environment={environment} action={actions.rename} />
      <ConfirmDialog
        {...control("disable")}
        title={t("Disable {name}?", { name })}
        confirm={t("Disable {name}", { name })}
        action={actions.setDisabled}
        fields={{ ...fields, disabled: "on" }}
        done={t("{name} is disabled.", { name })}
        undo={undoBy(actions.setDisabled, fields)}
      >
        <p>{t("Every request to it is refused from now on and open streams end, for everyone. Grants and kubeconfigs stay: enable it and all works again.")}</p>
        <Consequences {...ending} none={t("Nothing ends now: no working kubeconfig holds it.")} />
      </ConfirmDialog>
      <ConfirmDialog
        {...control("enable")}
        title={t("Enable {name}?", { name })}
        confirm={t("Enable {name}", { name })}
        tone="primary"
        action={actions.setDisabled}
        fields={fields}
        done={t("{name} is enabled.", { name })}
      >
        <p>{t("Whoever has access here can use it again, with the kubeconfigs they have.")}</p>
      </ConfirmDialog>
      <ConfirmDialog
        {...control("remove")}
        title={t("Remove {name}?", { name })}
        confirm={t("Remove {name}", { name })}
        action={actions.remove}
        fields={fields}
        done={t("{name} is removed.", { name })}
        onDone={setLeft}
      >
        <p>
          {losers} {t("Kubeconfigs that hold it stop working for it at once and for good, even if you add the same cluster again.")}
        </p>
        <Consequences {...ending} none={t("Nothing ends now: no working kubeconfig holds it.")} />
        <p>{t("In the cluster stand the namespace drawbridge with two ServiceAccounts, their roles, and one binding for each role and namespace granted.")}</p>
        <Checkbox
          name="cleanCluster"
          defaultChecked
          label={t("Remove them from the cluster, too")}
          hint={t("If the cluster cannot be reached you are told what is left and how to remove it.")}
        />
      </ConfirmDialog>
      <Dialog open={left !== null} onOpenChange={() => setLeft(null)} title={t("{name} is removed, something is left in its cluster", { name })}>
        {left && (
          <div className="flex flex-col gap-3">
            <p className="[overflow-wrap:anywhere]">
              {left.what} {t("Remove what is left there by:")}
            </p>
            <CodeBlock label={t("command")} text={left.command} wrap />
          </div>
        )}
      </Dialog>
    </>
  );
}

function RenameDialog({
  environment: { id, name },
  action,
  open,
  onOpenChange,
}: {
  environment: EnvironmentView;
  action: FormAction<string>;
  open: boolean;
  onOpenChange: () => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("Rename {name}", { name })} width="narrow">
      <Form
        action={action}
        onDone={(renamed) => {
          onOpenChange();
          toast(t("Renamed to {renamed}.", { renamed }), undoBy(action, { id: String(id), name }));
        }}
      >
        <input type="hidden" name="id" value={id} />
        <Field name="name" label={t("Name")} hint={t("Files that exist keep their context names and go on working.")}>
          <Input mono defaultValue={name} autoComplete="off" spellCheck={false} maxLength={63} />
        </Field>
        <div className="flex justify-end">
          <SubmitButton>{t("Rename")}</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
