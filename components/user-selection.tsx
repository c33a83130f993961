"use client";

import { type ReactNode, useState } from "react";
import { t, tn } from "#lib/texts/index.ts";
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
          {disabled.length > 0 && <Button onClick={() => setAsked({ question: "enable", users: disabled })}>{enable(disabled)}</Button>}
          {working.length > 0 && (
            <>
              <Button onClick={() => setAsked({ question: "sign-out", users: working })}>{signOut(working)}</Button>
              <Button tone="danger" onClick={() => setAsked({ question: "disable", users: working })}>
                {disable(working)}
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
  const login = nameOf(users);
  const shared = { open: true, onOpenChange: onClose, onDone };
  switch (question) {
    case "enable":
      return (
        <ConfirmDialog
          {...shared}
          title={tn(users.length, "Enable {login}?", "Enable {count} users?", { login })}
          confirm={enable(users)}
          tone="primary"
          action={actions.setDisabled}
          fields={fields}
          done={tn(users.length, "{login} is enabled.", "{count} users are enabled.", { login })}
        >
          <p>{t("They can sign in again, and those of their kubeconfigs that have not expired or been revoked work again.")}</p>
          <Names users={users} />
        </ConfirmDialog>
      );
    case "disable":
      return (
        <ConfirmDialog
          {...shared}
          title={tn(users.length, "Disable {login}?", "Disable {count} users?", { login })}
          confirm={disable(users)}
          action={actions.setDisabled}
          fields={{ ...fields, disabled: "on" }}
          done={tn(users.length, "{login} is disabled.", "{count} users are disabled.", { login })}
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
          title={tn(users.length, "Sign out {login}?", "Sign out {count} users?", { login })}
          confirm={signOut(users)}
          action={actions.endSessions}
          fields={{ userIds: ids.join(",") }}
          done={tn(users.length, "{login} is signed out.", "{count} users are signed out.", { login })}
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

/** Where there is only one. */
function nameOf(users: readonly UserView[]): string {
  return users[0]?.login ?? "";
}

function enable(users: readonly UserView[]): string {
  return tn(users.length, "Enable {login}", "Enable {count} users", { login: nameOf(users) });
}

function disable(users: readonly UserView[]): string {
  return tn(users.length, "Disable {login}", "Disable {count} users", { login: nameOf(users) });
}

function signOut(users: readonly UserView[]): string {
  return tn(users.length, "Sign out {login}", "Sign out {count} users", { login: nameOf(users) });
}
