"use client";

import { useState } from "react";
import type { KubeconfigEnvironmentView, KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { t, tn } from "#lib/texts/index.ts";
import { type ActivityAction, Timeline } from "./timeline.tsx";
import { Button } from "./ui/button.tsx";
import { Time } from "./ui/clock.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Field } from "./ui/field.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { Input } from "./ui/input.tsx";
import { rich } from "./ui/rich.ts";
import { Status } from "./ui/status.tsx";
import { toast } from "./ui/toast.tsx";
import { undoBy } from "./ui/undo.ts";

/** All of one file: its name and purpose, which its owner may change, and each environment with the end of its token. */
export function KubeconfigDetails({
  file,
  isMine,
  update,
  revokeEnvironment,
  readActivity,
  withAudit,
  onClose,
}: {
  file: KubeconfigView;
  isMine: boolean;
  update: FormAction;
  revokeEnvironment: FormAction;
  readActivity: ActivityAction;
  /** For administrators: what happened leads into the audit. */
  withAudit: boolean;
  onClose: () => void;
}) {
  const [asked, setAsked] = useState<KubeconfigEnvironmentView | null>(null);
  const done = () => {
    onClose();
    toast(t("Saved."), undoBy(update, { id: file.id, name: file.name, description: file.description }));
  };
  return (
    <Dialog open onOpenChange={onClose} title={file.name} description={t("Kubeconfig {id} of {login}", { id: file.id, login: file.owner.login })}>
      <div className="flex flex-col gap-5">
        {isMine && file.state !== "revoked" ? (
          <Form action={update} onDone={done}>
            <input type="hidden" name="id" value={file.id} />
            <Field name="name" label={t("Name")}>
              <Input defaultValue={file.name} autoComplete="off" spellCheck={false} maxLength={60} />
            </Field>
            <Field name="description" label={t("Description")} hint={t("What it is for, or where it is kept.")} optional>
              <Input defaultValue={file.description} autoComplete="off" maxLength={200} />
            </Field>
            <div className="flex justify-end">
              <SubmitButton>{t("Save")}</SubmitButton>
            </div>
          </Form>
        ) : (
          file.description !== "" && <p className="[overflow-wrap:anywhere]">{file.description}</p>
        )}
        <section aria-label={t("Environments of the file")} className="flex flex-col gap-2">
          <h3 className="font-strong">{t("Environments")}</h3>
          <ul className="flex flex-col rounded-surface border border-line">
            {file.environments.map((environment) => (
              <li
                key={environment.id ?? environment.name}
                className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-1.5 last:border-b-0"
              >
                <span className="flex min-w-0 flex-1 basis-32 flex-col [overflow-wrap:anywhere]">
                  <span className="font-mono">{environment.name}</span>
                  {environment.namespace !== null && (
                    <span className="text-ink-soft text-small">
                      {rich("in the namespace {namespace}", { namespace: <span className="font-mono">{environment.namespace}</span> })}
                    </span>
                  )}
                </span>
                <EnvironmentEnd environment={environment} ended={file.state === "revoked"} />
                {file.state === "active" && environment.state === "active" && (
                  <Button size="small" aria-label={t("Take out {name}", { name: environment.name })} onClick={() => setAsked(environment)}>
                    {t("Take out")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
        <dl className="grid grid-cols-[8rem_1fr] gap-x-4 gap-y-1">
          <Fact name={t("Created")} at={file.createdAt} />
          {file.renewedAt !== null && <Fact name={t("Renewed")} at={file.renewedAt} />}
          {file.replacedUntil !== null && <Fact name={t("Old copy works until")} at={file.replacedUntil} />}
          {file.revokedAt !== null && <Fact name={t("Ended")} at={file.revokedAt} />}
        </dl>
        <section aria-label={t("Activity of the file")} className="flex flex-col gap-2">
          <h3 className="font-strong">{t("Activity")}</h3>
          <Timeline of={{ kubeconfig: file.id }} read={readActivity} withLinks={withAudit} empty={t("The audit has nothing about it any more.")} />
        </section>
      </div>
      {asked && asked.id !== null && (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(null)}
          title={t("Take {name} out of {file}?", { name: asked.name, file: file.name })}
          confirm={t("Take out {name}", { name: asked.name })}
          action={revokeEnvironment}
          fields={{ id: file.id, environmentId: String(asked.id) }}
          done={t("{name} is taken out of {file}.", { name: asked.name, file: file.name })}
          onDone={onClose}
        >
          <p>
            {others(file, asked)} {t("This cannot be undone, by a renewal neither.")}
          </p>
        </ConfirmDialog>
      )}
    </Dialog>
  );
}

function EnvironmentEnd({ environment: { state, expiresAt, revokedAt }, ended }: { environment: KubeconfigEnvironmentView; ended: boolean }) {
  if (state === "removed") return <Status tone="off">{t("Environment removed")}</Status>;
  if (state === "revoked") {
    return <Status tone="off">{rich("Taken out {time}", { time: revokedAt !== null && <Time at={revokedAt} /> })}</Status>;
  }
  if (ended) return <Status tone="off">{t("Ended")}</Status>;
  if (expiresAt === null) return <span className="text-ink-soft">{t("never expires")}</span>;
  return (
    <span className="text-ink-soft">
      {state === "expired" ? rich("expired {time}", { time: <Time at={expiresAt} /> }) : rich("expires {time}", { time: <Time at={expiresAt} /> })}
    </span>
  );
}

function Fact({ name, at }: { name: string; at: string }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd>
        <Time at={at} as="both" />
      </dd>
    </>
  );
}

function others({ environments }: KubeconfigView, { id }: KubeconfigEnvironmentView): string {
  const left = environments.filter((environment) => environment.state === "active" && environment.id !== id).length;
  if (left === 0) return t("Its next request there is refused, and what is open ends within five seconds; as it has no other, the file ends with it.");
  return tn(
    left,
    "Its next request there is refused, and what is open ends within five seconds; the other environment of the file works on.",
    "Its next request there is refused, and what is open ends within five seconds; the other {count} environments of the file work on.",
  );
}
