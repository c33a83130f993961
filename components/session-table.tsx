"use client";

import type { SessionRowView, SignInMethod } from "#lib/sessions/schema.ts";
import { t, tn } from "#lib/texts/index.ts";
import { Button } from "./ui/button.tsx";
import { Time } from "./ui/clock.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { Form, SubmitButton } from "./ui/form.tsx";
import type { FormAction } from "./ui/form-state.ts";
import { ActionCell, Cell, Row, Surface, Table } from "./ui/table.tsx";
import { toast } from "./ui/toast.tsx";

const columns = [
  { label: t("Browser") },
  { label: t("Address") },
  { label: t("Signed in by") },
  { label: t("Since") },
  { label: t("Last seen") },
  { label: "", hiddenLabel: t("Actions") },
];

const methods: Record<SignInMethod, string> = {
  password: t("password"),
  "password+totp": t("password and app"),
  "password+recovery-code": t("password and recovery code"),
  "password+passkey": t("password, passkey added"),
  passkey: t("passkey"),
  "factor-removed": t("passkey, removed since"),
};

/** Where a person is signed in. `endOthers` keeps the session that asks; for an administrator it ends all. `fields` go with each action. */
export function SessionTable({
  sessions,
  actions,
  fields = {},
}: {
  sessions: readonly SessionRowView[];
  actions: { end: FormAction; endOthers: FormAction };
  fields?: Record<string, string>;
}) {
  const others = sessions.filter(({ isThis }) => !isThis);
  const isOwn = others.length < sessions.length;
  return (
    <div className="flex flex-col items-start gap-3">
      <Surface className="w-full">
        {sessions.length === 0 && <p className="px-4 py-3 text-ink-soft">{t("Signed in nowhere.")}</p>}
        {sessions.length > 0 && (
          <Table label={t("Sessions")} columns={columns}>
            {sessions.map((session) => (
              <SessionRow key={session.id} session={session} end={actions.end} fields={fields} />
            ))}
          </Table>
        )}
      </Surface>
      {others.length > 0 && (
        <ConfirmDialog
          trigger={<Button>{isOwn ? t("Sign out everywhere else") : t("End all sessions")}</Button>}
          title={isOwn ? t("Sign out everywhere else?") : t("End all sessions?")}
          confirm={isOwn ? t("Sign out everywhere else") : t("End all sessions")}
          action={actions.endOthers}
          fields={fields}
          done={tn(others.length, "One session is ended.", "{count} sessions are ended.")}
        >
          <p>
            {tn(others.length, "One browser is signed out with the next click there.", "{count} browsers are signed out with the next click there.")}{" "}
            {t("Kubeconfigs go on working: revoke those on their own page.")}
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}

function SessionRow({ session, end, fields }: { session: SessionRowView; end: FormAction; fields: Record<string, string> }) {
  const { id, isThis, device, sourceIP, method, createdAt, lastSeenAt } = session;
  return (
    <Row>
      <Cell>
        {device}
        {isThis && <span className="pl-2 text-ink-soft text-small">{t("this one")}</span>}
      </Cell>
      <Cell label={t("Address")} mono>
        {sourceIP ?? t("unknown")}
      </Cell>
      <Cell label={t("Signed in by")}>{methods[method]}</Cell>
      <Cell label={t("Since")}>
        <Time at={createdAt} />
      </Cell>
      <Cell label={t("Last seen")}>
        <Time at={lastSeenAt} />
      </Cell>
      <ActionCell>
        {!isThis && (
          <Form action={end} onDone={() => toast(t("The session in {device} is ended.", { device }))} className="contents!">
            <input type="hidden" name="id" value={id} />
            {Object.entries(fields).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <SubmitButton tone="quiet" label={t("End the session in {device}, {address}", { device, address: sourceIP ?? t("unknown address") })}>
              {t("End")}
            </SubmitButton>
          </Form>
        )}
      </ActionCell>
    </Row>
  );
}
