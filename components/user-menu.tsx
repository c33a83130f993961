"use client";

import { Ellipsis } from "lucide-react";
import { t } from "#lib/texts/index.ts";
import type { UserView } from "#lib/users/schema.ts";
import { Button } from "./ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "./ui/menu.tsx";
import type { UserQuestion } from "./user-dialogs.tsx";

/** What can be done with one person. Nobody disables, deletes or resets themselves. */
export function UserMenu({ user: { login, state }, isSelf, onAsk }: { user: UserView; isSelf: boolean; onAsk: (question: UserQuestion) => void }) {
  return (
    <Menu
      trigger={
        <Button tone="quiet" size="icon" aria-label={t("Actions for {login}", { login })}>
          <Ellipsis className="size-4" aria-hidden="true" />
        </Button>
      }
    >
      <MenuItem onSelect={() => onAsk("edit")}>{t("Edit…")}</MenuItem>
      {!isSelf && state === "invited" && <MenuItem onSelect={() => onAsk("invite")}>{t("Invite again…")}</MenuItem>}
      {!isSelf && (state === "active" || state === "must-change-password") && <MenuItem onSelect={() => onAsk("reset")}>{t("Reset password…")}</MenuItem>}
      {!isSelf && (
        <>
          <MenuSeparator />
          {state === "disabled" ? (
            <MenuItem onSelect={() => onAsk("enable")}>{t("Enable…")}</MenuItem>
          ) : (
            <MenuItem onSelect={() => onAsk("disable")} danger>
              {t("Disable…")}
            </MenuItem>
          )}
          <MenuItem onSelect={() => onAsk("delete")} danger>
            {t("Delete…")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
