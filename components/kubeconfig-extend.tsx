"use client";

import { useState } from "react";
import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import type { ExpirySettings } from "#lib/settings/schema.ts";
import { t } from "#lib/texts/index.ts";
import { ExpiryField } from "./kubeconfig-dialog-expiry.tsx";
import { EarlierEnds } from "./kubeconfig-ends.tsx";
import { type ChosenExpiry, expiryLimit, latestEnd, type ReadExpiry, readExpiry } from "./kubeconfig-expiry.ts";
import { Time, useClock } from "./ui/clock.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Form, SubmitButton, useFormField } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { rich } from "./ui/rich.ts";
import { toast } from "./ui/toast.tsx";

/** Gives a file a later end with the tokens that it has: nothing has to be put anywhere. */
export function ExtendDialog({
  file,
  settings,
  action,
  onClose,
}: {
  file: KubeconfigView;
  settings: ExpirySettings;
  action: FormAction<string | null>;
  onClose: () => void;
}) {
  const { now, timeZone } = useClock();
  const madeAt = file.renewedAt ?? file.createdAt;
  const standing = file.environments.filter(({ state }) => state === "active");
  const limit = expiryLimit(settings, standing, madeAt);
  const [chosen, setChosen] = useState<ChosenExpiry>({ kind: "longest" });
  const beyond = file.expiresAt;
  const read = readExpiry(chosen, limit, { now, timeZone, beyond });
  const hasRoom = limit.neverAllowed || beyond === null || latestEnd(limit, now).getTime() > Date.parse(beyond);
  const done = () => {
    onClose();
    toast(t("{name} lives longer now.", { name: file.name }));
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("Extend {name}", { name: file.name })}
      description={t("The same tokens with a later end: the file where it is works on.")}
    >
      <Form action={judgedFirst(action, read)} onDone={done}>
        <input type="hidden" name="id" value={file.id} />
        {beyond !== null && (
          <p>
            {rich("It ends {time}.", { time: <Time at={beyond} as="both" /> })}
            {!hasRoom && ` ${t("Its tokens may not live longer: renew it for new ones.")}`}
          </p>
        )}
        {hasRoom && (
          <>
            <ExtendedExpiry limit={limit} beyond={beyond} chosen={chosen} onChange={setChosen} />
            {read.ok && <AskedExpiry read={read} />}
            {read.ok && <EarlierEnds environments={standing} end={read.end} madeAt={madeAt} />}
            <div className="flex justify-end">
              <SubmitButton>{t("Extend {name}", { name: file.name })}</SubmitButton>
            </div>
          </>
        )}
      </Form>
    </Dialog>
  );
}

/** What cannot be read in the fields is said beside them without asking the server. */
function judgedFirst(action: FormAction<string | null>, read: ReadExpiry): FormAction<string | null> {
  return async (previous, form) => (read.ok ? action(previous, form) : { ok: false, errors: { expiry: read.error } });
}

function AskedExpiry({ read: { expiry } }: { read: ReadExpiry & { ok: true } }) {
  if (expiry === null) return <input type="hidden" name="never" value="on" />;
  return "until" in expiry ? <input type="hidden" name="until" value={expiry.until} /> : <input type="hidden" name="seconds" value={expiry.seconds} />;
}

function ExtendedExpiry(props: Omit<Parameters<typeof ExpiryField>[0], "error">) {
  const { error } = useFormField("expiry");
  return (
    <div data-field="expiry" data-invalid={error === undefined ? undefined : ""}>
      <ExpiryField {...props} error={error} />
    </div>
  );
}
