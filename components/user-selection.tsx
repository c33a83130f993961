"use client";

import { type ReactNode, useState } from "react";
import { t } from "#lib/texts/index.ts";
import type { UserView } from "#lib/users/schema.ts";
import { Consequences } from "./consequences.tsx";
import { Button } from "./ui/button.tsx";
import { ConfirmDialog } from "./ui/confirm-dialog.tsx";
import { SelectionBar } from "./ui/selection-bar.tsx";
import type { TickedRows } from "./ui/ticked-rows.tsx";
import { undoBy } from "./ui/undo.ts";
import type { UserActions } from "./user-dialogs.tsx";

type Question = "disable" | "enable" | "sign-out";

/** What can be done with the ticked people, and what is asked before. */
export function UserSelection({ ticked, actions }: { ticked: TickedRows<UserView>; actions: UserActions }) {
  // Whom it is about stays as it was when it was asked: the list behind may already show the result.
  const [asked, setAsked] = useState<{ question: Question; users: readonly UserView[] } | null>(null);
  const working = ticked.items.filter(({ state }) => state !== "disabled");
  const disabled = ticked.items.filter(({ state }) => state === "disabled");
  return (
    <>
      {ticked.items.length > 0 && (
        <SelectionBar label={t("Ticked users")} text={t("{count} ticked", { count: ticked.items.length })} onClear={ticked.clear}>
          {disabled.length > 0 && (
            <Button onClick={() => setAsked({ question: "enable", users: disabled })}>{t("Enable {disabled}", { disabled: inWords(disabled) })}</Button>
          )}
          {working.length > 0 && (
            <>
              <Button onClick={() => setAsked({ question: "sign-out", users: working })}>{t("Sign out {working}", { working: inWords(working) })}</Button>
              <Button tone="danger" onClick={() => setAsked({ question: "disable", users: working })}>
                {t("Disable {working}", { working: inWords(working) })}
              </Button>
            </>
          )}
        </SelectionBar>
      )}
      {asked && <SelectionDialog {...asked} actions={actions} onClose={() => setAsked(null)} onDone={ticked.clear} />}
    </>
  );
}

function SelectionDialog({
  question,
  users,
  actions,
  onClose,
  onDone,
}: {
  question: Question;
  users: readonly UserView[];
  actions: UserActions;
  onClose: () => void;
  onDone: () => void;
}) {
  const ids = users.map(({ id }) => id);
  const fields = { ids: ids.join(",") };
  const whom = inWords(users);
  const shared = { open: true, onOpenChange: onClose, onDone };
  switch (question) {
    case "enable":
      return (
        <ConfirmDialog
          {...shared}
          title={t("Enable {whom}?", { whom })}
          confirm={t("Enable {whom}", { whom })}
          tone="primary"
          action={actions.setDisabled}
          fields={fields}
          done={said(users, "enabled")}
        >
          <p>{t("They can sign in again, and those of their kubeconfigs that have not expired or been revoked work again.")}</p>
          <Names users={users} />
        </ConfirmDialog>
      );
    case "disable":
      return (
        <ConfirmDialog
          {...shared}
          title={t("Disable {whom}?", { whom })}
          confirm={t("Disable {whom}", { whom })}
          action={actions.setDisabled}
          fields={{ ...fields, disabled: "on" }}
          done={said(users, "disabled")}
          undo={undoBy(actions.setDisabled, fields)}
        >
          <p>
            {t(
              "They are signed out, and their kubeconfigs stop working within seconds, open watches and shells included. Enabled again, all of it works as before.",
            )}
          </p>
          <Names users={users} />
          <Consequences of={{ kind: "users", ids }} ask={actions.whatEnds} none={t("Nothing ends now: none of them has a working file or is signed in.")} />
        </ConfirmDialog>
      );
    case "sign-out":
      return (
        <ConfirmDialog
          {...shared}
          title={t("Sign out {whom}?", { whom })}
          confirm={t("Sign out {whom}", { whom })}
          action={actions.endSessions}
          fields={{ userIds: ids.join(",") }}
          done={said(users, "signed out")}
        >
          <p>{t("Their browsers are signed out with the next click there. Kubeconfigs go on working.")}</p>
          <Names users={users} />
          <Consequences of={{ kind: "sessions", userIds: ids }} ask={actions.whatEnds} none={t("None of them is signed in.")} />
        </ConfirmDialog>
      );
  }
}

/** Each by name, where the words above only count them. */
function Names({ users }: { users: readonly UserView[] }): ReactNode {
  if (users.length === 1) return null;
  return (
    <ul aria-label={t("Who")} className="flex max-h-40 flex-col gap-1 overflow-y-auto">
      {users.map(({ id, login, displayName }) => (
        <li key={id}>
          <span className="font-mono">{login}</span> <span className="text-ink-soft">{displayName}</span>
        </li>
      ))}
    </ul>
  );
}

function inWords(users: readonly UserView[]): string {
  const [only] = users;
  return users.length === 1 && only ? only.login : `${users.length} users`;
}

function said(users: readonly UserView[], what: string): string {
  return `${inWords(users)} ${users.length === 1 ? "is" : "are"} ${what}.`;
}
