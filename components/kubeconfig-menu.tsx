"use client";

import { Ellipsis } from "lucide-react";
import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";
import { Button } from "./ui/button.tsx";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "./ui/menu.tsx";

export type KubeconfigQuestion = "details" | "renew" | "extend" | "revoke";

/** What can be done with one file. Only its owner lengthens or renews it. */
export function KubeconfigMenu({
  file: { id, name, state, expiresAt },
  isMine,
  auditHref,
  onAsk,
}: {
  file: KubeconfigView;
  isMine: boolean;
  /** Where its events are listed; absent for those who may not see them. */
  auditHref?: string | undefined;
  onAsk: (question: KubeconfigQuestion) => void;
}) {
  return (
    <Menu
      key={id}
      trigger={
        <Button tone="quiet" size="icon" aria-label={t("Actions for {name}", { name })}>
          <Ellipsis className="size-4" aria-hidden="true" />
        </Button>
      }
    >
      <MenuItem onSelect={() => onAsk("details")}>{t("Details…")}</MenuItem>
      {isMine && state !== "revoked" && <MenuItem onSelect={() => onAsk("renew")}>{t("Renew…")}</MenuItem>}
      {isMine && state === "active" && expiresAt !== null && <MenuItem onSelect={() => onAsk("extend")}>{t("Extend…")}</MenuItem>}
      {auditHref !== undefined && <MenuLink href={auditHref}>{t("Show in audit")}</MenuLink>}
      {state !== "revoked" && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => onAsk("revoke")} danger>
            {t("Revoke…")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
